"""Makes everything that the package ships and that is learnt, from start to end. `make train` runs it.

    python -m training.run [--out FOLDER]

Checkpoints go to FOLDER (outside the repository); a run that was cut off goes on where it stopped. About two hours
on two cores without accelerator. Needs `../shared` and `pip install 'onrecord[train]'`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import torch

from onrecord.extract.network import OnnxNetwork
from onrecord.extract.words import WEIGHTS
from training import bound, pairs, speakers, together, worded
from training.calibrate import calibrate
from training.data import SHARED, load, read_jsonl, read_reports
from training.stakes import calibrate_stakes
from training.train import keep_memory, train

CHECKPOINTS = Path.home() / ".cache" / "onrecord" / "training"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=CHECKPOINTS)
    args = parser.parse_args()
    keep_memory()
    torch.set_num_threads(2)
    args.out.mkdir(parents=True, exist_ok=True)
    begun = time.time()
    reader = train(args.out, polnear=load("polnear/train"), talks=load("talks/train"))
    together.learn(reader, WEIGHTS)
    worded.learn()
    calibrate(OnnxNetwork(WEIGHTS, threads=2))
    calibrate_stakes(OnnxNetwork(WEIGHTS, threads=2))
    bound.learn()
    speakers.learn([*read_jsonl(SHARED / "talks" / "train.jsonl"), *read_reports()])
    pairs.learn()
    print(f"done in {(time.time() - begun) / 60:.0f} minutes; weights are in {WEIGHTS}")


if __name__ == "__main__":
    main()
