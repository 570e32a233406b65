"""What the tool and every generated package do alike: the modules here import nothing but each other and the standard
library, and each package gets a copy of them beside its runtime.

Lines are short, and laid out so that black leaves them alone at 88 and at 120 characters.
"""
