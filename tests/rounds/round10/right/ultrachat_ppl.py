"""Per-conversation perplexity; the template writes BOS, so the tokenizer adds none."""
import torch


@torch.no_grad()
def conversation_ppl(lm, tok, messages):
    lm.eval()
    text = tok.apply_chat_template(messages, tokenize=False)
    enc = tok(text, add_special_tokens=False, truncation=True,
              max_length=lm.config.max_position_embeddings, return_tensors="pt").to(lm.device)
    z = lm(**enc).logits[0, :-1].float()
    return torch.nn.functional.cross_entropy(z, enc["input_ids"][0, 1:]).exp().item()
