"""The page on what the ledger reports."""

from csdlgen.explained import Page

PAGES = (
    Page(
        "documented-route-unresolved",
        "A documented route leads nowhere",
        "Following the segments of the documented line from an entity set or singleton does not lead to a selected"
        " operation, or the operation takes another verb. The page may be wrong, or the service has removed something."
        " `csdlgen check` exits with 1 for it.",
        "POST /deviceManagment/managedDevices/{managedDeviceId}/requestRemoteAssistance",
        "Correct the line, or find out what the service removed; the message names the segment and the nearest one.",
        "text",
    ),
)
