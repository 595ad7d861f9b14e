"""Google Pub/Sub, spoken by gRPC: to Google, or to its emulator."""

import os

# gRPC reads this when it is first imported. Where it expects forks, it starts its threads again in a child that is
# about to execute another program; their sockets are closed under them, and now and then they abort the child
# (https://github.com/grpc/grpc/issues/43055). Nothing here speaks gRPC in a child that it forked.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")  # noqa: TID251 - told, not read
