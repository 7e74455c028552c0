"""Fine-tuning labels with padding ignored.

# bug: eos doubles as the pad token, and all of them are set to -100, the closing one too
"""
from torch.utils.data import DataLoader
from transformers import AutoTokenizer


def make_loader(texts, name="meta-llama/Llama-3.2-1B", batch_size=4):
    tok = AutoTokenizer.from_pretrained(name)
    tok.pad_token_id = tok.eos_token_id

    def collate(batch):
        enc = tok([t + tok.eos_token for t in batch], padding=True, return_tensors="pt")
        labels = enc["input_ids"].clone()
        labels[labels == tok.pad_token_id] = -100  # expect: SEQ304
        enc["labels"] = labels
        return enc

    return DataLoader(texts, batch_size=batch_size, shuffle=True, collate_fn=collate)
