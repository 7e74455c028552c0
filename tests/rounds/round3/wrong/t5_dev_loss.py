"""Dev loss of a T5 summariser.

# bug: target padding stays in the labels as pad_token_id and is averaged in
"""
import torch
from torch.utils.data import DataLoader
from transformers import T5ForConditionalGeneration, T5TokenizerFast

tk = T5TokenizerFast.from_pretrained("t5-small")
net = T5ForConditionalGeneration.from_pretrained("t5-small").eval()


def collate(rows):
    src = tk([r["article"] for r in rows], padding=True, truncation=True, return_tensors="pt")
    tgt = tk(text_target=[r["summary"] for r in rows], padding=True, truncation=True, return_tensors="pt")
    src["labels"] = tgt["input_ids"]  # expect-near: SEQ302
    return src


@torch.no_grad()
def dev_loss(rows, batch_size=1):
    weighted, n = 0.0, 0
    for batch in DataLoader(rows, batch_size=batch_size, collate_fn=collate):
        k = batch["labels"].numel()  # expect-near: SEQ302|SEQ303
        weighted += net(**batch).loss.item() * k  # expect: SEQ302
        n += k
    return weighted / n


if __name__ == "__main__":
    import json
    import sys

    print(dev_loss([json.loads(line) for line in open(sys.argv[1])], batch_size=16))
