"""log-likelihood of ICD-10 code strings given the admission text.

The decoder was fine-tuned on "<text> => <code>" with codes spelled in characters.

# bug: each chosen logit goes through a log-sigmoid of its own; the vocabulary is one exclusive choice
"""
import torch
import torch.nn.functional as F


def code_loglik(decoder, ids, code_mask, attn):
    """ids, code_mask, attn: (B, T), right padded; code_mask is 1 on code characters."""
    decoder.eval()
    with torch.no_grad():
        scores = decoder(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    nxt = ids[:, 1:]
    picked = torch.take_along_dim(scores, nxt.unsqueeze(-1), dim=-1).squeeze(-1)
    per_char = F.logsigmoid(picked)  # expect: SEQ107
    return (per_char * code_mask[:, 1:]).sum(dim=1)


def rank_codes(decoder, collate, text_ids, catalogue, bs=128):
    ranked = []
    names = list(catalogue)
    for i in range(0, len(names), bs):
        block = names[i:i + bs]
        ids, cm, am = collate([(text_ids, catalogue[c]) for c in block])
        ranked.extend(zip(code_loglik(decoder, ids, cm, am).tolist(), block))
    ranked.sort(reverse=True)
    return ranked
