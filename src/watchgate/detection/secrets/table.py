"""Which tokens do providers hand out, and what do they look like?

One row a kind: its pattern (ASCII, without look-around, fit for Hyperscan and Python alike); what must stand at most `reach`
characters before it when the form alone proves nothing (`near`; Hyperscan then looks for that instead, as it does
for `trigger` where a pattern is dear to compile); and a worked example
and counter-example that the tests run. The bar in them is taken out before use: it keeps secret scanners from taking this
file for a leak.
Sources: the forms as publicly known (prefix, alphabet, length), written down in 2026; not yet checked against each provider's own page.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SecretKind:
    """A kind of token. `min_entropy` is in bits per character: repetitive placeholders stay below it."""

    entity: str
    title: str
    pattern: str
    sample: str
    counter_sample: str
    near: str = ""
    reach: int = 64
    trigger: str = ""
    min_entropy: float = 2.5

    @property
    def example(self) -> str:
        return self.sample.replace("|", "")

    @property
    def counter_example(self) -> str:
        return self.counter_sample.replace("|", "")


_UUID = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

SECRETS: tuple[SecretKind, ...] = (
    # Models
    SecretKind(
        "OPENAI_API_KEY",
        "OpenAI API key",
        r"sk-(?:(?:proj|svcacct|admin|None)-[A-Za-z0-9_-]{20,200}|[A-Za-z0-9]{32,64})",
        "sk-proj-|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9",
        "sk-learn-pipeline-of-the-team",
    ),
    SecretKind(
        "ANTHROPIC_API_KEY",
        "Anthropic API key",
        r"sk-ant-[a-z]{3,5}[0-9]{2}-[A-Za-z0-9_-]{24,120}",
        "sk-ant-|api03-Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AA",
        "sk-ant-colony",
    ),
    SecretKind(
        "OPENROUTER_API_KEY",
        "OpenRouter API key",
        r"sk-or-v1-[0-9a-f]{64}",
        "sk-or-v1-|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b4c5d6e7f8091a2b3c4d5e6f708192a3b",
        "sk-or-v1-short",
    ),
    SecretKind(
        "HUGGINGFACE_TOKEN",
        "Hugging Face token",
        r"(?:hf|api_org)_[A-Za-z]{34}",
        "hf_|qWzXeRcTvYbUnImOpLkJhGfDsAzXcVbNmQ",
        "hf_transformers",
    ),
    SecretKind(
        "REPLICATE_TOKEN",
        "Replicate token",
        r"r8_[A-Za-z0-9]{37}",
        "r8_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9A",
        "r8_small",
    ),
    SecretKind(
        "GROQ_API_KEY",
        "Groq API key",
        r"gsk_[A-Za-z0-9]{52}",
        "gsk_|Zx81kQvW3nLrT6yB0sHdWGdyb3FYmPfG7uCa2eXoI9AbCdEfGhIj",
        "gsk_widget",
    ),
    SecretKind(
        "PERPLEXITY_API_KEY",
        "Perplexity API key",
        r"pplx-[A-Za-z0-9]{48}",
        "pplx-|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCdEfGhIjKl",
        "pplx-online",
    ),
    # Clouds
    SecretKind(
        "AWS_ACCESS_KEY_ID",
        "AWS access key id",
        r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}",
        "AKIA|Q3EGRIRV6XWZ2N7P",
        "AKIAVERYSHORT",
    ),
    SecretKind(
        "AWS_SECRET_ACCESS_KEY",
        "AWS secret access key",
        r"[A-Za-z0-9/+]{40}",
        "aws_secret_access_key = |wJq3rXUtnF0MI/K7MDkNG/bPxRfiCYzR8vTk4LmE",
        "sha1: 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        near=r"aws|secret.?access.?key",
        min_entropy=4.0,
    ),
    SecretKind(
        "GOOGLE_API_KEY",
        "Google API key",
        r"AIza[A-Za-z0-9_-]{35}",
        "AIza|SyD3kQvW8nLrT6yB0sHdJ4mPfG7uCa2eXoI",
        "AIzawa family",
    ),
    SecretKind(
        "GOOGLE_OAUTH_TOKEN",
        "Google OAuth token or client secret",
        r"(?:ya29\.[A-Za-z0-9_-]{20,400}|GOCSPX-[A-Za-z0-9_-]{28})",
        "GOCSPX-|Zx81kQvW3nLrT6yB0sHdJ4mPfG7u",
        "ya29.short",
    ),
    SecretKind(
        "AZURE_STORAGE_KEY",
        "Azure storage account key",
        r"[A-Za-z0-9+/]{86}==",
        "AccountName=acme;AccountKey=|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCdEfGhIjKlMn==",
        "AccountName=acme;AccountKey=none",
        near=r"account.?key|azure|storage",
    ),
    SecretKind(
        "AZURE_CLIENT_SECRET",
        "Microsoft Entra client secret",
        r"[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}",
        "kV3|8Q~nLrT6yB0sHdJ4mPfG7uCa2eXoI9Zx81kQv",
        "8Q~short",
    ),
    SecretKind(
        "DIGITALOCEAN_TOKEN",
        "DigitalOcean token",
        r"do[opr]_v1_[0-9a-f]{64}",
        "dop_v1_|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b4c5d6e7f8091a2b3c4d5e6f708192a3b",
        "dop_v1_example",
    ),
    SecretKind(
        "CLOUDFLARE_TOKEN",
        "Cloudflare token",
        r"(?:v1\.0-[0-9a-f]{24}-[0-9a-f]{146}|[A-Za-z0-9_-]{40})",
        "CLOUDFLARE_API_TOKEN=|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCd",
        "cloudflare workers and pages",
        near=r"cloudflare|\bcf_",
        min_entropy=4.0,
    ),
    SecretKind(
        "HEROKU_API_KEY",
        "Heroku API key",
        rf"(?:HRKU-[A-Za-z0-9_-]{{58,64}}|{_UUID})",
        "HEROKU_API_KEY=|4f1c9ab2-7e03-486f-9a1b-2c7d9e8f0a3b",
        "request 4f1c9ab2-7e03-486f-9a1b-2c7d9e8f0a3b",
        near=r"heroku",
    ),
    SecretKind(
        "FLY_TOKEN",
        "Fly.io token",
        r"(?:fo1_[A-Za-z0-9_-]{43}|fm[12][ar]?_[A-Za-z0-9+/=]{100,400})",
        "fo1_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCdEfG",
        "fo1_short",
    ),
    SecretKind(
        "NETLIFY_TOKEN",
        "Netlify token",
        r"nf[pcoub]_[A-Za-z0-9]{36}",
        "nfp_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9",
        "nfp_build",
    ),
    # Code and packages
    SecretKind(
        "GITHUB_TOKEN",
        "GitHub token",
        r"(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})",
        "ghp_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9",
        "ghp_in_a_sentence",
    ),
    SecretKind(
        "GITLAB_TOKEN",
        "GitLab token",
        r"gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat)-[A-Za-z0-9_.-]{20,100}",
        "glpat-|Zx81kQvW3nLrT6yB0sHd",
        "glpat-short",
    ),
    SecretKind(
        "BITBUCKET_TOKEN",
        "Bitbucket or Atlassian token",
        r"AT(?:ATT|CTT|BB)3?[A-Za-z0-9_=-]{28,250}",
        "ATATT3|xFfGF0Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9=1A2B3C4D",
        "ATTACHMENT",
        min_entropy=3.8,
    ),
    SecretKind(
        "NPM_TOKEN",
        "npm token",
        r"npm_[A-Za-z0-9]{36}",
        "npm_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9",
        "npm_config_registry",
    ),
    SecretKind(
        "PYPI_TOKEN",
        "PyPI token",
        r"pypi-AgE[A-Za-z0-9_-]{50,300}",
        "pypi-|AgEIcHlwaS5vcmcCJDZx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCdEfGhIj",
        "pypi-server",
    ),
    SecretKind(
        "RUBYGEMS_TOKEN",
        "RubyGems key",
        r"rubygems_[0-9a-f]{48}",
        "rubygems_|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b4c5d6e7f8091a2b3",
        "rubygems_version",
    ),
    SecretKind(
        "DOCKER_TOKEN",
        "Docker access token",
        r"dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,32}",
        "dckr_pat_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7",
        "dckr_pat_none",
    ),
    SecretKind(
        "ARTIFACTORY_TOKEN",
        "Artifactory token",
        r"(?:AKCp[A-Za-z0-9]{60,80}|cmVmdGtuOj[A-Za-z0-9+/=]{50,70})",
        "AKCp|8Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9Zx81kQvW3nLrT6yB0sHdJ4mPfG7",
        "AKCpShort",
    ),
    SecretKind(
        "TERRAFORM_TOKEN",
        "Terraform Cloud token",
        r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}",
        "Zx81kQvW3nLrT6|.atlasv1.Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9Zx81kQvW3nLrT6yB0sHdJ4mP",
        "x.atlasv1.y",
    ),
    # Talk and mail
    SecretKind(
        "SLACK_TOKEN",
        "Slack token",
        r"(?:xox[abeoprs]-[A-Za-z0-9-]{20,250}|xapp-[0-9]-[A-Z0-9]{9,12}-[0-9]{10,14}-[0-9a-f]{64})",
        "xoxb-|263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1",
        "xoxb-short",
    ),
    SecretKind(
        "SLACK_WEBHOOK",
        "Slack webhook address",
        r"https://hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{40,60}",
        "https://hooks.slack.com/services/|T0A1B2C3D/B0A1B2C3D/Zx81kQvW3nLrT6yB0sHdJ4mP",
        "https://hooks.slack.com/services/",
        min_entropy=4.0,
    ),
    SecretKind(
        "DISCORD_TOKEN",
        "Discord bot token",
        r"[MNO][A-Za-z0-9_-]{23,26}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}",
        "MTk4NjIyNDgzNDcxOTI1MjQ4|.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs",
        "Module.Config.Loader",
        min_entropy=3.5,
    ),
    SecretKind(
        "TELEGRAM_TOKEN",
        "Telegram bot token",
        r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}",
        "1102345678:|AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawZ",
        "12345678:AAshort",
    ),
    SecretKind(
        "TWILIO_API_KEY",
        "Twilio API key or auth token",
        r"(?:SK[0-9a-f]{32}|[0-9a-f]{32})",
        "twilio: SK|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b",
        "md5 4f1c9ab27e03d86f5a1b2c7d9e8f0a3b",
        near=r"twilio",
        min_entropy=3.0,
    ),
    SecretKind(
        "SENDGRID_API_KEY",
        "SendGrid API key",
        r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}",
        "SG.|Zx81kQvW3nLrT6yB0sHdJ4.mPfG7uCa2eXoI9Zx81kQvW3nLrT6yB0sHdJ4mPfG7uC",
        "SG.short.key",
    ),
    SecretKind(
        "MAILGUN_API_KEY",
        "Mailgun API key",
        r"key-[0-9a-f]{32}",
        "key-|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b",
        "key-value",
        min_entropy=3.0,
    ),
    SecretKind(
        "MAILCHIMP_API_KEY",
        "Mailchimp API key",
        r"[0-9a-f]{32}-us[0-9]{1,2}",
        "4f1c9ab27e03d86f5a1b2c7d9e8f0a3b|-us12",
        "4f1c9ab27e03d86f-us12",
        min_entropy=3.0,
    ),
    # Money and shops
    SecretKind(
        "STRIPE_API_KEY",
        "Stripe key",
        r"(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,250}|whsec_[A-Za-z0-9+/=]{32,64})",
        "sk_live_|Zx81kQvW3nLrT6yB0sHdJ4mP",
        "sk_live_demo",
    ),
    SecretKind(
        "SQUARE_TOKEN",
        "Square token",
        r"(?:sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,43}|EAAA[A-Za-z0-9_-]{60})",
        "sq0atp-|Zx81kQvW3nLrT6yB0sHdJ4",
        "sq0atp-x",
    ),
    SecretKind(
        "SHOPIFY_TOKEN",
        "Shopify token",
        r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
        "shpat_|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b",
        "shpat_token",
        min_entropy=3.0,
    ),
    # Watching and running
    SecretKind(
        "DATADOG_API_KEY",
        "Datadog key",
        r"[0-9a-f]{32}(?:[0-9a-f]{8})?",
        "DD_API_KEY=|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b",
        "etag 4f1c9ab27e03d86f5a1b2c7d9e8f0a3b",
        near=r"datadog|\bdd_(?:api|app)",
        min_entropy=3.0,
    ),
    SecretKind(
        "NEW_RELIC_KEY",
        "New Relic key",
        r"(?:NRAK-[A-Z0-9]{27}|NRII-[A-Za-z0-9_-]{32}|NRJS-[0-9a-f]{19}|[0-9a-f]{36}NRAL)",
        "NRAK-|Z81QW3LT6YB0SHD4PFG7UCA2XOI",
        "NRAK-none",
    ),
    SecretKind(
        "SENTRY_TOKEN",
        "Sentry token",
        r"sntry[su]_[A-Za-z0-9+/=_-]{50,400}",
        "sntrys_|eyJpYXQiOjE3MDAwMDAwMDAuMCwidXJsIjoiaHR0cHMifQ==_Zx81kQvW3nLrT6yB0sHd",
        "sntrys_off",
    ),
    SecretKind(
        "GRAFANA_TOKEN",
        "Grafana token",
        r"(?:glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}|glc_[A-Za-z0-9+/]{32,400}=*)",
        "glsa_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2e_4f1c9ab2",
        "glsa_test",
    ),
    SecretKind(
        "DYNATRACE_TOKEN",
        "Dynatrace token",
        r"dt0[a-zA-Z][0-9]{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}",
        "dt0c01.|Z81QW3LT6YB0SHD4PFG7UCA2.Z81QW3LT6YB0SHD4PFG7UCA2XOI9ZX81KQVW3NLRT6YB0SHDJ4MPFG7UCA2EXOI9",
        "dt0c01.a.b",
    ),
    SecretKind(
        "VAULT_TOKEN",
        "HashiCorp Vault token",
        r"hv[sbr]\.[A-Za-z0-9_-]{24,300}",
        "hvs.|CAESIZx81kQvW3nLrT6yB0sHdJ4mPfG7",
        "hvs.short",
    ),
    SecretKind(
        "DOPPLER_TOKEN",
        "Doppler token",
        r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{40,64}",
        "dp.pt.|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCdEfG",
        "dp.pt.x",
    ),
    SecretKind(
        "PULUMI_TOKEN",
        "Pulumi token",
        r"pul-[0-9a-f]{40}",
        "pul-|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b4c5d6e7f",
        "pul-stack",
        min_entropy=3.0,
    ),
    SecretKind(
        "CIRCLECI_TOKEN",
        "CircleCI token",
        r"CCIP(?:AT|RJ)_[A-Za-z0-9]{22}_[0-9a-f]{40}",
        "CCIPAT_|Zx81kQvW3nLrT6yB0sHdJ4_4f1c9ab27e03d86f5a1b2c7d9e8f0a3b4c5d6e7f",
        "CCIPAT_x",
    ),
    SecretKind(
        "LAUNCHDARKLY_KEY",
        "LaunchDarkly key",
        rf"(?:sdk|api|mob)-{_UUID}",
        "sdk-|4f1c9ab2-7e03-486f-9a1b-2c7d9e8f0a3b",
        "sdk-4f1c9ab2",
        min_entropy=3.0,
    ),
    # Data
    SecretKind(
        "DATABRICKS_TOKEN",
        "Databricks token",
        r"dapi[0-9a-f]{32}(?:-[0-9])?",
        "dapi|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b",
        "dapi-client",
        min_entropy=3.0,
    ),
    SecretKind(
        "SUPABASE_TOKEN",
        "Supabase token",
        r"(?:sbp_[0-9a-f]{40}|sb_secret_[A-Za-z0-9_-]{22}_[A-Za-z0-9_-]{8})",
        "sbp_|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b4c5d6e7f",
        "sbp_local",
    ),
    SecretKind(
        "PLANETSCALE_TOKEN",
        "PlanetScale token",
        r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,64}",
        "pscale_tkn_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI",
        "pscale_tkn_x",
    ),
    SecretKind(
        "AIRTABLE_TOKEN",
        "Airtable token",
        r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}",
        "pat|Zx81kQvW3nLrT6.4f1c9ab27e03d86f5a1b2c7d9e8f0a3b4c5d6e7f8091a2b3c4d5e6f708192a3b",
        "patExample.4f1c",
    ),
    SecretKind(
        "DROPBOX_TOKEN",
        "Dropbox token",
        r"sl\.(?:u\.)?[A-Za-z0-9_-]{130,1400}",
        "sl.|" + "Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9" * 4,
        "sl.short",
    ),
    SecretKind(
        "MAPBOX_TOKEN",
        "Mapbox secret token",
        r"sk\.eyJ[A-Za-z0-9_-]{40,200}\.[A-Za-z0-9_-]{20,30}",
        "sk.eyJ|1IjoiYWNtZSIsImEiOiJjbGV4YW1wbGUwMDAxIn0Zx81kQ.Zx81kQvW3nLrT6yB0sHdJ4",
        "pk.eyJ1IjoiYWNtZSJ9.x",
    ),
    # Work
    SecretKind(
        "LINEAR_API_KEY",
        "Linear API key",
        r"lin_(?:api|oauth)_[A-Za-z0-9]{40,64}",
        "lin_api_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCd",
        "lin_api_x",
    ),
    SecretKind(
        "NOTION_TOKEN",
        "Notion token",
        r"(?:ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43})",
        "ntn_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCdEfGhIj",
        "secret_santa_list",
    ),
    SecretKind(
        "POSTMAN_API_KEY",
        "Postman API key",
        r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}",
        "PMAK-|4f1c9ab27e03d86f5a1b2c7d-4f1c9ab27e03d86f5a1b2c7d9e8f0a3b4c",
        "PMAK-x",
    ),
    SecretKind(
        "FIGMA_TOKEN",
        "Figma token",
        r"fig[duo]_[A-Za-z0-9_-]{40,60}",
        "figd_|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCd",
        "figd_x",
    ),
    SecretKind(
        "ASANA_TOKEN",
        "Asana token",
        r"[0-9]/[0-9]{10,18}(?:/[0-9]{10,18})?:[0-9a-f]{32}",
        "1/1200000000000000:|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b",
        "1/12:00",
        min_entropy=2.5,
    ),
    SecretKind(
        "OKTA_TOKEN",
        "Okta token",
        r"00[A-Za-z0-9_-]{40}",
        "okta token: 00|Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCd",
        "id 00Zx81kQvW3nLrT6yB0sHdJ4mPfG7uCa2eXoI9AbCd",
        near=r"okta|ssws",
        min_entropy=3.8,
    ),
    # Forms that no single provider owns
    SecretKind(
        "JWT",
        "JSON web token",
        r"eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{16,1400}",
        "eyJhbGciOiJIUzI1NiJ9|.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        "eyJhbGciOiJIUzI1NiJ9",
        trigger=r"eyJ[A-Za-z0-9_-]{10}",
    ),
    SecretKind(
        "AGE_SECRET_KEY",
        "age secret key",
        r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}",
        "AGE-SECRET-KEY-1|QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE",
        "AGE-SECRET-KEY-1X",
    ),
    SecretKind(
        "DATABASE_URL",
        "Address with a password in it",
        r"[a-z][a-z0-9+]{1,20}://[A-Za-z0-9_.%-]{1,64}:[A-Za-z0-9_.%!$&*+=~-]{3,128}@[A-Za-z0-9_.-]{1,253}",
        "postgres://app:|t0p-Secret!9@db.example.com",
        "postgres://localhost:5432/app",
        min_entropy=0.0,
    ),
    SecretKind(
        "GENERIC_SECRET",
        "Key or token of an unknown kind",
        r"(?=[A-Za-z_+/=~.-]{0,199}[0-9])[A-Za-z0-9_+/=~.-]{20,200}",
        "api_key = '|Zx81kQvW3nLrT6yB0sHdJ4mP'",
        "api_key = os.environ.get.some_name_of_it",
        near=r"(?:secret|api.?key|access.?key|token|passw(?:or)?d|credential)[a-z_]{0,12}[\"'\]]{0,2}\s{0,3}[:=]{1,2}>?\s{0,3}[\"'`]?(?:bearer )?",
        reach=0,
        min_entropy=3.7,
    ),
    SecretKind(
        "PRIVATE_KEY",
        "Private key",
        r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----",
        "-----BEGIN PRIVATE KEY-----\n|MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\nZx81\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY----- opens a key",
    ),
)
