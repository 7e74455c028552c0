"""First-token margin between two labels, batched over chat prompts (RoPE model, left padding)."""
import torch


def rendered(tok, users):
    return [
        tok.apply_chat_template([{"role": "user", "content": u}], tokenize=False, add_generation_prompt=True)
        for u in users
    ]


@torch.inference_mode()
def margin(lm, tok, users, first, second):
    assert tok.padding_side == "left"
    b = tok(rendered(tok, users), add_special_tokens=False, padding=True, return_tensors="pt").to(lm.device)
    z = lm(input_ids=b.input_ids, attention_mask=b.attention_mask).logits[:, -1, :]
    return (z[:, first] - z[:, second]).float().tolist()
