"""MMLU-style accuracy: the letters compete at one position, so their logits are enough."""
import torch


@torch.inference_mode()
def predict(model, tk, prompt, letters=("A", "B", "C", "D")):
    ids = [tk.encode(" " + c, add_special_tokens=False) for c in letters]
    assert all(len(i) == 1 for i in ids)
    z = model(**tk(prompt, return_tensors="pt")).logits[0, -1]
    z = z[[i[0] for i in ids]]
    return int(z.argmax()), z.float().softmax(0).tolist()


def accuracy(model, tk, items):
    model.eval()
    ok, brier = 0, 0.0
    for it in items:
        k, rel = predict(model, tk, it["prompt"])
        ok += k == it["gold"]
        brier += sum((p - (j == it["gold"])) ** 2 for j, p in enumerate(rel))
    n = max(len(items), 1)
    return {"acc": ok / n, "relative_brier": brier / n}
