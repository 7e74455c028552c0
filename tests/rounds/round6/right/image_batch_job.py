"""Ray job: image classification over an object store, with top-1 probability and calibration bins."""
import numpy as np
import ray
import torch
import torch.nn.functional as F
from torchvision.models import ResNet50_Weights, resnet50


class Classifier:
    def __init__(self):
        self.weights = ResNet50_Weights.DEFAULT
        self.net = resnet50(weights=self.weights).eval()
        self.prep = self.weights.transforms()

    @torch.inference_mode()
    def __call__(self, batch):
        x = torch.stack([self.prep(torch.from_numpy(i).permute(2, 0, 1)) for i in batch["image"]])
        logits = self.net(x)
        conf, label = F.softmax(logits, dim=1).max(dim=1)
        batch["label"], batch["confidence"] = label.numpy(), conf.numpy()
        batch["loss"] = F.cross_entropy(logits, torch.as_tensor(batch["truth"]), reduction="none").numpy()
        del batch["image"]
        return batch


def ece(conf, ok, bins=15):
    edges = np.linspace(0, 1, bins + 1)
    which = np.clip(np.digitize(conf, edges) - 1, 0, bins - 1)
    return sum((which == b).mean() * abs(ok[which == b].mean() - conf[which == b].mean())
               for b in range(bins) if (which == b).any())


if __name__ == "__main__":
    df = ray.data.read_parquet("s3://bucket/images").map_batches(Classifier, batch_size=64, concurrency=2).to_pandas()
    print("ece", ece(df["confidence"].to_numpy(), (df["label"] == df["truth"]).to_numpy()))
    print("hardest", df["loss"].argmax())
