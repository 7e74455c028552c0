"""DPO pieces in JAX: per-pair loss and a held-out NLL report.

# bug: the completions' log-probs are summed over the whole batch, not per row
# bug: the held-out NLL per row adds the log-probs of padding positions
"""
import jax
import jax.numpy as jnp


def chosen_logp(logits, ids):
    """(B, T, V), (B, T) -> (B, T-1) log-probs of the next tokens."""
    lp = jax.nn.log_softmax(logits[:, :-1].astype(jnp.float32))
    return jnp.squeeze(jnp.take_along_axis(lp, ids[:, 1:, None], axis=-1), -1)


def answer_logp(logits, ids, answer_mask):
    """Summed log-prob of each row's answer; answer_mask is (B, T), 1 on answer tokens."""
    t = chosen_logp(logits, ids)
    return jnp.sum(t * answer_mask[:, 1:])  # expect: SEQ408


def dpo(policy, ref, win, lose, beta=0.1):
    pw = answer_logp(policy(win["ids"], win["attn"]), win["ids"], win["answer"])
    pl = answer_logp(policy(lose["ids"], lose["attn"]), lose["ids"], lose["answer"])
    rw = jax.lax.stop_gradient(answer_logp(ref(win["ids"], win["attn"]), win["ids"], win["answer"]))
    rl = jax.lax.stop_gradient(answer_logp(ref(lose["ids"], lose["attn"]), lose["ids"], lose["answer"]))
    return -jnp.mean(jax.nn.log_sigmoid(beta * ((pw - rw) - (pl - rl))))


def heldout_report(policy, pages, tokenizer):
    """Total NLL of each page; pages are padded on the right to the longest."""
    enc = tokenizer(pages, padding="longest", return_tensors="np")
    ids = jnp.asarray(enc["input_ids"])
    t = chosen_logp(policy(ids, jnp.asarray(enc["attention_mask"])), ids)
    totals = -t.sum(axis=1)  # expect: SEQ302
    return sorted(zip(totals.tolist(), pages), reverse=True)
