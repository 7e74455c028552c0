"""Keep translations whose average token log-probability passes a threshold."""
import torch
from transformers import MarianMTModel, MarianTokenizer

REPO = "Helsinki-NLP/opus-mt-fi-en"
tk = MarianTokenizer.from_pretrained(REPO)
mt = MarianMTModel.from_pretrained(REPO)
mt.eval()


@torch.no_grad()
def translate(batch):
    src = tk(batch, return_tensors="pt", padding=True)
    out = mt.generate(**src, num_beams=1, do_sample=False, max_new_tokens=160,
                      return_dict_in_generate=True, output_logits=True)
    hyp = out.sequences[:, 1:]
    dist = torch.stack(out.logits, dim=1).float().log_softmax(dim=-1)
    tok_lp = dist.gather(2, hyp.unsqueeze(-1)).squeeze(-1)
    real = hyp != tk.pad_token_id
    avg = tok_lp.masked_fill(~real, 0.0).sum(1) / real.sum(1).clamp(min=1)
    return list(zip(tk.batch_decode(hyp, skip_special_tokens=True), avg.tolist()))


def keep(lines, threshold=-0.7):
    for i in range(0, len(lines), 8):
        for src, (hyp, avg) in zip(lines[i:i + 8], translate(lines[i:i + 8])):
            if avg >= threshold:
                yield src, hyp
