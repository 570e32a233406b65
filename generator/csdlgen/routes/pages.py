"""The page on what the ledger reports."""

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "documented-route-unresolved",
        "A documented route leads nowhere",
        "The URL of the documented line does not lead to a selected operation or resource, or it takes another verb."
        " Often a key is missing between a collection and what stands behind it. The page may be wrong, or the service"
        " has removed something. `csdlgen check` exits with 1 for it.",
        "POST /deviceManagment/managedDevices/{managedDeviceId}/requestRemoteAssistance",
        "Correct the line, or find out what the service removed; the message names the segment, the rule that it breaks"
        " and the nearest name. A line about something that is not selected needs `select.operations` or"
        " `select.resources`.",
        "text",
    ),
)
