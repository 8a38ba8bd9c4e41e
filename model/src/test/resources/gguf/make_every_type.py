"""Remakes every-type.gguf and every-type.json: a one-layer Llama whose tensors use each type this build reads, and what gguf-py makes of them.

    python -m venv v && v/bin/python -m pip install gguf==0.19.0 numpy==2.4.6
    v/bin/python make_every_type.py TOKENIZER.json OUT

TOKENIZER.json is the tokenizer that io.parlance.model.TinyModel writes; its vocabulary goes into the file, as llama.cpp's converter would put it.
gguf-py cannot quantise to Q4_K and Q6_K, so those tensors are random blocks with sensible scales. Query and key rows count as permuted
for interleaved rotary embedding, as in every GGUF of the Llama family; the digests are of the rows put back in Hugging Face's order.
"""
import hashlib, json, os, sys
import gguf
import numpy as np

tokenizer = json.load(open(sys.argv[1], encoding='utf-8'))
out = sys.argv[2]
rng = np.random.default_rng(20261123)
Q = gguf.GGMLQuantizationType
V, H, FF, HEADS, KV, HD = len(tokenizer['model']['vocab']), 256, 64, 2, 1, 32
CHATML = ("{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
          "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")


def blocks(rows, cols, kind):
    """Raw blocks of a type; random where gguf-py has no quantiser."""
    if kind in (Q.Q4_K, Q.Q6_K):
        per, size = gguf.GGML_QUANT_SIZES[kind]
        raw = rng.integers(0, 256, (rows * cols // per, size), dtype=np.uint8)
        scale = lambda: (rng.random(len(raw)) * 0.01 + 1e-4).astype(np.float16).view(np.uint8).reshape(-1, 2)
        if kind == Q.Q4_K:
            raw[:, 0:2], raw[:, 2:4] = scale(), scale()
        else:
            raw[:, 208:210] = scale()
        return raw.reshape(rows, -1)
    return gguf.quantize((rng.standard_normal((rows, cols)) * 0.1).astype(np.float32), kind)


def unpermute(w, heads):
    return w.reshape(heads, w.shape[0] // heads // 2, 2, w.shape[1]).swapaxes(1, 2).reshape(w.shape)


tensors = [
    ('token_embd.weight', 'model.embed_tokens.weight', V, H, Q.Q6_K),
    ('blk.0.attn_q.weight', 'model.layers.0.self_attn.q_proj.weight', HEADS * HD, H, Q.Q4_K),
    ('blk.0.attn_k.weight', 'model.layers.0.self_attn.k_proj.weight', KV * HD, H, Q.Q4_0),
    ('blk.0.attn_v.weight', 'model.layers.0.self_attn.v_proj.weight', KV * HD, H, Q.BF16),
    ('blk.0.attn_output.weight', 'model.layers.0.self_attn.o_proj.weight', H, HEADS * HD, Q.F16),
    ('blk.0.ffn_gate.weight', 'model.layers.0.mlp.gate_proj.weight', FF, H, Q.Q4_1),
    ('blk.0.ffn_up.weight', 'model.layers.0.mlp.up_proj.weight', FF, H, Q.Q8_0),
    ('blk.0.ffn_down.weight', 'model.layers.0.mlp.down_proj.weight', H, FF, Q.Q4_1),
    ('blk.0.attn_norm.weight', 'model.layers.0.input_layernorm.weight', 1, H, Q.F32),
    ('blk.0.ffn_norm.weight', 'model.layers.0.post_attention_layernorm.weight', 1, H, Q.F32),
    ('output_norm.weight', 'model.norm.weight', 1, H, Q.F32),
]
w = gguf.GGUFWriter(os.path.join(out, 'every-type.gguf'), 'llama')
w.add_name('every type')
w.add_context_length(256)
w.add_embedding_length(H)
w.add_block_count(1)
w.add_feed_forward_length(FF)
w.add_head_count(HEADS)
w.add_head_count_kv(KV)
w.add_key_length(HD)
w.add_value_length(HD)
w.add_rope_dimension_count(HD)
w.add_rope_freq_base(100000.0)
w.add_layer_norm_rms_eps(1e-5)
w.add_vocab_size(V)
w.add_tokenizer_model('gpt2')
w.add_tokenizer_pre('smollm')
w.add_token_list(sorted(tokenizer['model']['vocab'], key=tokenizer['model']['vocab'].get))
special = {t['id'] for t in tokenizer['added_tokens']}
w.add_token_types([3 if i in special else 1 for i in range(V)])
w.add_token_merges(tokenizer['model']['merges'])
w.add_bos_token_id(1)
w.add_eos_token_id(2)
w.add_pad_token_id(2)
w.add_chat_template(CHATML)

golden = {}
for name, hf, rows, cols, kind in tensors:
    raw = blocks(rows, cols, kind)
    values = gguf.dequantize(raw, kind).astype(np.float32).reshape(rows, cols)
    if 'norm' in name:
        raw, values = raw.reshape(-1), values.reshape(-1)
    w.add_tensor(name, raw, raw_dtype=kind)
    if name.endswith('attn_q.weight'): values = unpermute(values, HEADS)
    if name.endswith('attn_k.weight'): values = unpermute(values, KV)
    golden[hf] = dict(type=kind.name, shape=list(values.shape),
                      sha256_of_little_endian_float32=hashlib.sha256(np.ascontiguousarray(values, '<f4').tobytes()).hexdigest(),
                      first=[float(x) for x in values.ravel()[:4]], last=[float(x) for x in values.ravel()[-4:]])
w.write_header_to_file()
w.write_kv_data_to_file()
w.write_tensors_to_file()
w.close()
with open(os.path.join(out, 'every-type.json'), 'w') as f:
    f.write('{\n' + ',\n'.join(f'{json.dumps(k)}: {json.dumps(v)}' for k, v in golden.items()) + '\n}\n')
