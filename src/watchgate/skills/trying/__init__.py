"""Does a skill keep what it promises? Its tests, run against a model, by way of the gateway and so under policy."""
