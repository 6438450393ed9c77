"""The operations of the REST API, as its description has them: what schemathesis makes up requests for."""

import schemathesis

from watchgate.app import describe_api

schemathesis.serializer.alias("application/zip", "application/octet-stream")

OPERATIONS = [
    operation.ok() for operation in schemathesis.openapi.from_dict(describe_api()).get_all_operations()
]
