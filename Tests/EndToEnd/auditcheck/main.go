// SPDX-License-Identifier: EUPL-1.2

// Checks an exported audit trail against an earlier checkpoint with Go's own tlog and note packages.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"auditcheck/note"
	"auditcheck/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// size and root of a checkpoint that the key has signed, of the log that bears the key's name
func open(text string, verifier note.Verifier) (int64, tlog.Hash) {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		must(fmt.Errorf("origin %q is not %q", lines[0], verifier.Name()))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := tlog.ParseHash(lines[2])
	must(err)
	return size, root
}

func main() {
	file, err := os.Open(os.Args[1])
	must(err)
	earlier, err := os.ReadFile(os.Args[2])
	must(err)
	var head struct{ Key, Checkpoint string }
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = hashes[index]
		}
		return found, nil
	})
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	count := int64(-1)
	for ; lines.Scan(); count++ {
		if count < 0 {
			must(json.Unmarshal(lines.Bytes(), &head))
			continue
		}
		var entry struct{ Leaf string }
		must(json.Unmarshal(lines.Bytes(), &entry))
		stored, err := tlog.StoredHashes(count, []byte(entry.Leaf), reader)
		must(err)
		hashes = append(hashes, stored...)
	}
	must(lines.Err())
	verifier, err := note.NewVerifier(head.Key)
	must(err)
	size, root := open(head.Checkpoint, verifier)
	if size != count {
		must(fmt.Errorf("%d entries, not %d", count, size))
	}
	now, err := tlog.TreeHash(count, reader)
	must(err)
	if now != root {
		must(fmt.Errorf("another root"))
	}
	before, old := open(string(earlier), verifier)
	proof, err := tlog.ProveTree(size, before, reader)
	must(err)
	must(tlog.CheckTree(proof, size, root, before, old))
	fmt.Println("consistent", before, size)
}
