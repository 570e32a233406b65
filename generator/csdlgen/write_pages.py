"""The pages on output that cannot be written, or must not be."""

from __future__ import annotations

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "file-not-ours",
        "A file was edited by hand",
        "Generated files are listed in the package's manifest with their checksums. This one has another checksum, or"
        " is not listed, so somebody edited it or put it there. Replacing it would lose that work, so the whole"
        " package is left as it is.",
        "csdlgen generate --force",
        "Move the edit elsewhere, for instance into an overlay or a module of your own. With --force the file is"
        " replaced and a copy kept as *.bak.",
        "shell",
    ),
    Page(
        "output-not-ours",
        "The package folder belongs to somebody else",
        "The folder that the package would go into exists and has files in it, but no manifest. So csdlgen has not"
        " written them. Nothing is mixed with other people's files without being told to.",
        "csdlgen generate --force",
        "Name another output or package, or empty the folder. With --force other files stay where they are.",
        "shell",
    ),
    Page(
        "output-blocked",
        "Something stands where a file or folder has to go",
        "A folder has the name of a file that is to be written, or a file the name of a folder, or something that"
        " csdlgen has not made has the name of its lock file. It is not removed, since it is not known what it is for."
        " --force does not change that.",
        "mv src/demo/models src/demo/models.old",
        "Move it out of the way, and run again.",
        "shell",
    ),
    Page(
        "output-link",
        "A link leads out of the output folder",
        "A file or folder of the package is a symbolic link to somewhere outside the output folder. Writing through it"
        " would change files that nobody named. So nothing is written.",
        "ls -l src/demo",
        "Remove the link, or name its target as the output.",
        "shell",
    ),
    Page(
        "output-locked",
        "Another run is writing there",
        "Two runs that write into one folder would mix their files, so only one at a time may. The lock is the"
        " operating system's, on the file `.csdlgen-lock` in that folder, and ends with the process that holds it,"
        " which the message names. A run that was killed leaves the file, but no lock: the next run removes it.",
        "csdlgen generate",
        "Wait for the other run to end. Parallel jobs can write into separate folders.",
        "shell",
    ),
    Page(
        "output-unreadable",
        "A generated file cannot be read",
        "Before anything is written, what is there is compared with what should be. A file that cannot be read may hold"
        " edits, so it is not replaced unseen. The operating system's reason is in the message.",
        "chmod -R u+r src/demo",
        "Make the file readable, or remove it.",
        "shell",
    ),
    Page(
        "output-unwritable",
        "The output cannot be written",
        "The operating system refused to write: no permission, no room, a read-only disk. Files are prepared beside"
        " their targets and moved into place at the end. So each file is either old or new, and the next run completes"
        " what this one began.",
        "df -h . && csdlgen generate",
        "See that the folder can be written and the disk has room, then run again.",
        "shell",
    ),
    Page(
        "manifest-unreadable",
        "The manifest cannot be read",
        "`_manifest.json` lists every generated file with its checksum, and is how hand-made edits are noticed. This"
        " one is damaged, of some other program, or names files outside the package. Without it nothing may be"
        " replaced or deleted.",
        "git checkout -- src/demo/_manifest.json",
        "Restore it from version control, or remove the package folder and generate anew.",
        "shell",
    ),
)
