"""What secrets look like in text: expressions of RE2 (linear time), each with the group that holds the secret.

Whatever tells itself by its form stands in ``TOKENS``; whatever only its surroundings tell, in the others. Formats are
those that their issuers document. Yelp's detect-secrets was measured first and not taken: 26 s for a megabyte of log,
a dozen findings in a harmless line, and no positions to replace.
"""

#: The secret is the whole match.
TOKENS = (
    # Keys in PEM, also where the end is cut off or the lines are prefixed or escaped; then one whose beginning is cut.
    r"(?s)-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)",
    r"(?m)(?:^[^\n]*[A-Za-z0-9+/=]{16,}\s*\n)+[^\n]*-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----",
    r"AGE-SECRET-KEY-1[A-Z0-9]{20,}",
    # JSON Web Tokens (also encrypted or cut), and what else begins with base64 of `{"`.
    r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}",
    r"\beyJrIjoi[A-Za-z0-9+/=_-]{20,}",
    # Clouds. The second key of Amazon has no form of its own, and stands beside the first.
    r"\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?:[\s,:;|\"']{1,5}[A-Za-z0-9/+=]{40}\b)?",
    r"\bAIza[A-Za-z0-9_-]{30,}",
    r"\bya29\.[A-Za-z0-9_.-]{20,}",
    r"\bGOCSPX-[A-Za-z0-9_-]{20,}",
    r"\bLTAI[A-Za-z0-9]{12,30}\b",
    r"\bdo[opr]_v1_[a-f0-9]{64}",
    r"\b[a-zA-Z0-9_~.-]{3}8Q~[a-zA-Z0-9_~.-]{31,34}",
    # Code, packages, images.
    r"\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{22,}",
    r"\bgl(?:pat|ptt|dt|rt|cbt|ft|agent|imt|soat|oas|ffct)-[A-Za-z0-9_.-]{20,}",
    r"\bAT(?:ATT3|BB|CTT3)[A-Za-z0-9_=.-]{20,}",
    r"\bnpm_[A-Za-z0-9]{36}|\bpypi-AgE[A-Za-z0-9_-]{50,}|\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}|\brubygems_[a-f0-9]{48}",
    r"\bAKCp[A-Za-z0-9]{10,}",
    # Vaults, infrastructure, observability.
    r"\bhv[sbr]\.[A-Za-z0-9_-]{20,}|\bs\.[A-Za-z0-9]{24}\b",
    r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{40,}",
    r"\bdp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{30,}",
    r"\bgl(?:sa|c)_[A-Za-z0-9_=+/-]{20,}",
    r"\bdt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}",
    r"\bNR(?:AK|II|JS|RA)-[A-Za-z0-9]{18,}",
    r"\bsntry[su]_[A-Za-z0-9_=+/-]{30,}",
    r"\bops_eyJ[A-Za-z0-9_=+/-]{20,}",
    r"\bdapi[a-f0-9]{32}",
    r"\bpscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{30,}|\bsbp_[a-f0-9]{40}|\bfm[12][ar]?_[A-Za-z0-9+/=_-]{50,}",
    r"\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}|\blin_(?:api|oauth)_[A-Za-z0-9]{32,}|\bfigd_[A-Za-z0-9_-]{30,}",
    r"\bntn_[A-Za-z0-9]{40,}|\bsecret_[A-Za-z0-9]{43}\b",
    # Messages and mail.
    r"\bxox[abeoprs](?:\.xox[bp])?-[A-Za-z0-9-]{10,}|\bxapp-\d-[A-Z0-9]+-\d+-[a-f0-9]{20,}",
    r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9_/+-]{20,}",
    r"discord(?:app)?\.com/api/webhooks/\d+/[A-Za-z0-9_-]{30,}",
    r"[a-z0-9-]+\.webhook\.office\.com/webhookb2/[A-Za-z0-9@/-]{40,}",
    r"\b\d{8,10}:AA[A-Za-z0-9_-]{32,}",
    r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{30,}|\bSK[a-f0-9]{32}\b|\bkey-[a-f0-9]{32}\b|\b[a-f0-9]{32}-us\d{1,2}\b",
    # Payments, shops, models.
    r"\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}|\bwhsec_[A-Za-z0-9+/=]{20,}",
    r"\bsq0(?:atp|csp)-[A-Za-z0-9_-]{22,}|\bEAAA[A-Za-z0-9_-]{60}|\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",
    r"\bsk-[A-Za-z0-9_-]{20,}|\bhf_[A-Za-z0-9]{30,}|\bgsk_[A-Za-z0-9]{40,}|\bxai-[A-Za-z0-9]{40,}",
    # Hashes of passwords: crypt, bcrypt, argon2, Django, SCRAM of Postgres.
    r"\$(?:apr1|1|2[abxy]|5|6|7|y|gy|argon2(?:i|d|id))\$[./A-Za-z0-9$=,+-]{20,}",
    r"\bpbkdf2_sha\d+\$\d+\$[A-Za-z0-9+/=$]{20,}|\bSCRAM-SHA-\d+\$\d+:[A-Za-z0-9+/=$:]{20,}",
)

#: The first group is the secret.
SURROUNDED = (
    # Headers: with a scheme of one word, with parameters, and cookies, of which nothing is kept.
    (
        r"(?i)\bauthorization[\"'\\]*\s*(?:[:=]|=>|,)\s*[\[\"'\\]*(?:bearer|token|apikey|api-key|basic|splunk|snowflake|ssws)"
        r"(?:\s+|%20|\+)([^\s\"',;\[\]\\]+)"
    ),
    (
        r"(?i)\bauthorization[\"'\\]*\s*(?:[:=]|=>)\s*[\[\"'\\]*((?:digest|aws4-[a-z0-9-]+|hawk|signature|negotiate|ntlm)"
        r"\s[^\r\n\[\]]+)"
    ),
    r"(?i)\b(?:set-)?cookie[\"'\\]*\s*(?:[:=]|=>)\s*[\[\"'\\]*([^\"'\r\n\]]+)",
    r"(?i)\bbearer(?:\s+|%20|\+)([A-Za-z0-9._~+/=-]{16,})",
    # Command lines.
    r"(?i)\bcurl\b[^\n]*?\s(?:-u|--user|--proxy-user)[\s=]*[\"']?[^\s:\"']*:([^\s\"']+)",
    r"\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\n]*?\s-p([^\s\"']+)",
    r"\b(?:sshpass|docker\s+login|podman\s+login|htpasswd|helm\s+registry\s+login)\b[^\n]*?\s-p[\s=]*[\"']?([^\s\"']+)",
    r"\bredis-cli\b[^\n]*?\s-a[\s=]*[\"']?([^\s\"']+)",
    r"(?i)\blogin\s+\S+\s+password\s+[\"']?([^\s\"']+)",
    # Databases.
    r"(?i)\b(?:identified\s+by|with\s+(?:encrypted\s+)?password|password)\s+[\"'`]([^\"'`\n]+)[\"'`]",
    r"(?i)\bjdbc:oracle:thin:[^/\s@]+/([^@\s]+)@",
    r"\b[A-Za-z0-9_.-]+:([^\s:@/][^\s@/]*)@(?:tcp|tcp6|udp|unix)\(",
    r"(?m)^\S+:(?:\d{4,5}|\*):[^\s:]+:[^\s:]+:(\S+)$",
    # Addresses: signed ones, and keys in their query.
    r"(?i)[?&](?:x-amz-signature|x-amz-security-token|x-goog-signature|sig|signature|hmac)=([^&\s\"'<>]+)",
    r"(?i)[?&](?:key|code|auth|pass)=([^&\s\"'<>]{16,})",
    r"(?i)[a-z][a-z0-9+.-]*://([A-Za-z0-9_~.%-]{16,})@[a-z0-9]",
)

#: Words in a name that say that its value is a secret.
SENSITIVE_WORDS = (
    r"passw(?:or)?d|passwd|passphrase|passcode|pwd|secret|token|credential|creds|dsn|jwt|bearer|cookie|kubeconfig"
    r"|(?:api|app|access|account|auth|client|private|secret|shared|sharedaccess|signing|encryption|encrypt|decrypt"
    r"|master|session|storage|ssh|deploy|license|licence|webhook|hmac|cipher|crypto|integration|routing|service|write"
    r"|subscription|publishable|instrumentation|ingest|tls|ssl)[_.-]?key"
    r"|connection[_.-]?string|conn[_.-]?str|dockerconfigjson|dockercfg|sess(?:ion)?[_.-]?id|tls\.key|key[_.-]?data"
    r"|[_.-]pass|pass[_.-]|[_.-]auth|[_.-]salt|salt[_.-]|pepper|one[_.-]?time|\botp\b|\bpin\b|mfa[_.-]?code|sas[_.-]?key"
)

#: Endings that make it a name of something beside the secret: where it lies, how long it lives, how many there are.
BESIDE_THE_VALUE = (
    r"(?i)(?:name|names|refs?|reference|namespace|kind|type|policy|counts?|counter|limits?|length|size|ttl|expiry|expires"
    r"|expires[_.-]?(?:in|at)|expiration|expirationseconds|lifetime|duration|seconds|minutes|age|paths?|file|filename|files"
    r"|dir|directory|ur[il]|endpoint|host|port|version|mounts?|stores?|provider|manager|rotation|rotated|enabled|disabled"
    r"|required|field|header|algorithm|issuer|audiences?|usage|budget|review|reviews|controller|secrets|tokens|per[_.-]second"
    r"|total|bytes|status|state|error|errors|reason|message|volume|volumes|class|template|selector|optional|hits|misses"
    r"|bucket|rate|id[_.-]?type|cleaner|generator|webhook)$"
)

#: Name, end of its quotation, separator, value: bare, quoted, or quoted within a quotation.
NAMED = (
    r"(?i)([A-Za-z0-9_.-]*(?:" + SENSITIVE_WORDS + r")[A-Za-z0-9_.-]*)"
    r"(\\*[\"'`]?\]?)([ \t]*(?:=>|:=|==|=|:)[ \t]*)"
    r"(\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|\\+\"(?:[^\"\\\n]|\\[^\"])*|[^\s\"'&;]+)"
)

#: An option of a command line, what is between, and its value beside it, also as two strings of a list.
OPTION = (
    r"(?i)(?:^|[\s\"'\[(=,])--?([A-Za-z0-9_.-]*(?:" + SENSITIVE_WORDS + r"|\bpass\b)[A-Za-z0-9_.-]*)"
    r"([\"']?[ \t]*,?[ \t]+[\"']?|[\"'],[\"'])([^\s\"',\]]+)"
)

#: User and password in an address; the group also takes what looks like one and is a port.
USERINFO = r"(?i)[a-z][a-z0-9+.-]*://[^\s:/@\"'<>]*:([^\s\"'<>]*)@"

#: Credentials of HTTP's basic scheme and of registries: base64 of a text with a colon.
BASIC = r"(?i)(?:\bbasic(?:\s+|%20|\+)|[\"']?\b_?auth[\"']?\s*[:=]\s*[\"']?)([A-Za-z0-9+/_-]{6,}={0,2})"
