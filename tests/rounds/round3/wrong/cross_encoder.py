"""Score query/document pairs with a one-label sequence classifier.

# bug: num_labels is 1, so the softmax over the label axis returns 1.0 for every pair
"""
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

NAME = "cross-encoder/ms-marco-MiniLM-L-6-v2"


def relevance(query, docs):
    tok = AutoTokenizer.from_pretrained(NAME)
    model = AutoModelForSequenceClassification.from_pretrained(NAME, num_labels=1)
    pairs = tok([query] * len(docs), docs, return_tensors="pt", padding=True, truncation=True)
    with torch.no_grad():
        logits = model(**pairs).logits
    return torch.nn.functional.softmax(logits, dim=1)[:, 0].tolist()  # expect: SEQ115


if __name__ == "__main__":
    print(relevance("who wrote faust", ["Goethe wrote Faust.", "Bread is baked."]))
