"""Report payloads of the flagship slice, as decoded JSON, keys in order.

The first two are the example bodies of the reference page of the `reportRemoteAssistance` action at two dates; the
third is an instance with every documented property and values of the kind that a service sends.
"""

from typing import Any

# The edition of 2021-10-19: 20 properties. `@odata.type` has no leading `#`, timestamps have 7 fractional digits.
REPORT_BODY_2021: dict[str, Any] = {
    "reportingPayload": {
        "@odata.type": "microsoft.graph.remoteAssistanceReporting",
        "id": "Id value",
        "startDateTime": "2016-12-31T23:58:46.7156189-08:00",
        "endDateTime": "2017-01-01T00:03:30.9241974-08:00",
        "remoteAssistanceSessionType": "fullControl",
        "helperEmail": "Helper Email value",
        "helperTenantId": "Helper Tenant Id value",
        "helperFirstName": "Helper First Name value",
        "helperLastName": "Helper Last Name value",
        "helperOs": "Helper Os value",
        "helperDeviceAadId": "Helper Device Aad Id value",
        "helperDeviceName": "Helper Device Name value",
        "helperEnrollmentState": "enrolled",
        "sharerEmail": "Sharer Email value",
        "sharerTenantId": "Sharer Tenant Id value",
        "sharerFirstName": "Sharer First Name value",
        "sharerLastName": "Sharer Last Name value",
        "sharerDeviceAadId": "Sharer Device Aad Id value",
        "sharerDeviceName": "Sharer Device Name value",
        "sharerOs": "Sharer Os value",
        "sharerEnrollmentState": "enrolled",
    }
}

# The later English editions (undated): 23 properties; the three that came are helperUserId, deviceId and
# sharerDeviceSerialNumber.
REPORT_BODY_LATER: dict[str, Any] = {
    "reportingPayload": {
        "@odata.type": "microsoft.graph.remoteAssistanceReporting",
        "id": "Id value",
        "startDateTime": "2016-12-31T23:58:46.7156189-08:00",
        "endDateTime": "2017-01-01T00:03:30.9241974-08:00",
        "remoteAssistanceSessionType": "fullControl",
        "helperEmail": "Helper Email value",
        "helperTenantId": "Helper Tenant Id value",
        "helperUserId": "Helper User Id value",
        "helperFirstName": "Helper First Name value",
        "helperLastName": "Helper Last Name value",
        "helperOs": "Helper Os value",
        "deviceId": "Device Id value",
        "helperDeviceAadId": "Helper Device Aad Id value",
        "helperDeviceName": "Helper Device Name value",
        "helperEnrollmentState": "enrolled",
        "sharerEmail": "Sharer Email value",
        "sharerTenantId": "Sharer Tenant Id value",
        "sharerFirstName": "Sharer First Name value",
        "sharerLastName": "Sharer Last Name value",
        "sharerDeviceAadId": "Sharer Device Aad Id value",
        "sharerDeviceName": "Sharer Device Name value",
        "sharerOs": "Sharer Os value",
        "sharerEnrollmentState": "enrolled",
        "sharerDeviceSerialNumber": "Sharer Device Serial Number value",
    }
}

# Every property of the newest page of the resource type, in its order.
FULL_REPORT: dict[str, Any] = {
    "@odata.type": "#microsoft.graph.remoteAssistanceReporting",
    "id": "5d0c1a84-7b1e-4a0f-9c55-2f6b8f0e3d17",
    "startDateTime": "2016-12-31T23:58:46.7156189-08:00",
    "endDateTime": "2017-01-01T00:03:30.9241974-08:00",
    "remoteAssistanceSessionType": "fullControl",
    "helperEmail": "adele.vance@contoso.com",
    "helperTenantId": "a3c9f6d2-11de-4a6b-8f35-0c7d5e9b2a41",
    "helperUserId": "e8b14c07-92af-4d3c-b6d0-7a5f1c2e9d83",
    "helperFirstName": "Adèle",
    "helperLastName": "Vance",
    "helperOs": "Windows 10.0.19045.3803",
    "deviceId": "0f9d2b6a-3c48-4e57-a1b9-d4e6c8f07215",
    "helperDeviceAadId": "b72e5d90-64c1-4f8a-93de-15a0c7b3f6e8",
    "helperDeviceName": "CONTOSO-HELP-07",
    "helperEnrollmentState": "enrolled",
    "sharerEmail": "miriam.o'neil@example.com",
    "sharerTenantId": "a3c9f6d2-11de-4a6b-8f35-0c7d5e9b2a41",
    "sharerUserId": "4c60e1b9-d87f-4b25-8e3a-f9021d5c7ab6",
    "sharerFirstName": "Miriam",
    "sharerLastName": "O'Neil",
    "sharerDeviceAadId": "9a1f3e58-0d7c-4c62-b4e9-6b82d5f0c1a7",
    "sharerDeviceName": "DESKTOP-4QK2L9T",
    "sharerOs": "Windows 10.0.22631.2861",
    "sharerEnrollmentState": "pendingReset",
    "sharerDeviceSerialNumber": "5CG0123XYZ",
    "helperCompanyName": "Contoso & Söhne",
    "sessionCreateDateTime": "2016-12-31T23:57:02.0000001-08:00",
    "sessionDiagnosticCode": "0",
}
