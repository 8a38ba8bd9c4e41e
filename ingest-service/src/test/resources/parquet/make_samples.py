"""Writes the samples beside it with an outside writer: python3 make_samples.py (pyarrow 26.0.1)."""
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

here = pathlib.Path(__file__).parent


def turns(*said):
    return [{"role": role, "content": content} for role, content in said]


chat = pa.table(
    {
        "id": [1, 2, 3],
        "messages": [
            turns(("user", "Hi"), ("assistant", "Hello")),
            turns(("system", "Be brief."), ("user", "caf\u00e9 \U0001f600"), ("assistant", "Yes")),
            turns(("user", "nobody answers")),
        ],
        "metadata": pa.array([[("k", "v")], [], None], pa.map_(pa.string(), pa.string())),
    }
)
for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
    pq.write_table(chat, here / f"chat-{codec}.parquet", compression=codec, row_group_size=2)

pairs = pa.table(
    {
        "question": ["one", None, "three"],
        "answer": pa.array([b"1", b"2", b"\xff"], pa.binary()),
        "score": [0.5, 1.5, 2.5],
    }
)
pq.write_table(pairs, here / "pairs.parquet", data_page_version="2.0")

tools = pa.table(
    {
        "messages": [
            [
                {"role": "user", "content": "Coffee", "tool_calls": None, "tool_call_id": None},
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [
                        {"id": "c1", "type": "function", "function": {"name": "brew", "arguments": "{}"}}
                    ],
                    "tool_call_id": None,
                },
                {"role": "tool", "content": "done", "tool_calls": None, "tool_call_id": "c1"},
                {"role": "assistant", "content": "Here", "tool_calls": None, "tool_call_id": None},
            ]
        ]
    }
)
pq.write_table(tools, here / "tools.parquet")
