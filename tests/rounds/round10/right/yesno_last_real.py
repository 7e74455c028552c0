"""Yes/no reranking on right-padded batches, read at every row's last real token."""
import torch


@torch.no_grad()
def rerank(model, tokenizer, texts, yes_id, no_id):
    model.eval()
    tokenizer.padding_side = "right"
    enc = tokenizer(texts, padding=True, truncation=True, max_length=1024, return_tensors="pt")
    z = model(**enc).logits
    last = enc["attention_mask"].sum(1) - 1
    row = z[torch.arange(z.size(0)), last].float()
    return row[:, [yes_id, no_id]].softmax(-1)[:, 0].argsort(descending=True).tolist()
