// SPDX-License-Identifier: EUPL-1.2

// Checks an unpacked bundle of a bill with Go's own tlog and note packages: the bill in its run, the run in the ledger.
package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"billcheck/note"
	"billcheck/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(name string) []byte {
	bytes, err := os.ReadFile(filepath.Join(os.Args[1], name))
	must(err)
	return bytes
}

func number(line, word string) int64 {
	value, err := strconv.ParseInt(strings.TrimPrefix(line, word+" "), 10, 64)
	must(err)
	return value
}

func hashes(lines []string) tlog.RecordProof {
	var proof tlog.RecordProof
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		must(err)
		proof = append(proof, hash)
	}
	return proof
}

func main() {
	// the bill among the documents of its run
	salt, err := hex.DecodeString(strings.TrimSpace(string(read("bill.salt"))))
	must(err)
	entry := read("run.json")
	var run struct {
		Root   string
		Leaves int64
	}
	must(json.Unmarshal(entry, &run))
	bytes, err := hex.DecodeString(run.Root)
	must(err)
	var root tlog.Hash
	copy(root[:], bytes)
	lines := strings.Split(strings.TrimSuffix(string(read("bill.proof")), "\n"), "\n")
	size := number(lines[1], "size")
	if size != run.Leaves {
		must(fmt.Errorf("%d documents, not %d", size, run.Leaves))
	}
	leaf := tlog.RecordHash(append(salt, read("bill.json")...))
	must(tlog.CheckRecord(hashes(lines[2:]), size, root, number(lines[0], "index"), leaf))

	// the run in the signed ledger (c2sp.org/tlog-proof)
	proof, signed, found := strings.Cut(string(read("run.tlog-proof")), "\n\n")
	if !found {
		must(fmt.Errorf("no checkpoint"))
	}
	lines = strings.Split(proof, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		must(fmt.Errorf("no proof: %q", lines[0]))
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read("log.key"))))
	must(err)
	opened, err := note.Open([]byte(signed), note.VerifierList(verifier))
	must(err)
	state := strings.Split(opened.Text, "\n")
	if state[0] != verifier.Name() {
		must(fmt.Errorf("origin %q is not %q", state[0], verifier.Name()))
	}
	entries, err := strconv.ParseInt(state[1], 10, 64)
	must(err)
	whole, err := tlog.ParseHash(state[2])
	must(err)
	must(tlog.CheckRecord(hashes(lines[2:]), entries, whole, number(lines[1], "index"), tlog.RecordHash(entry)))
	fmt.Println("proved", number(lines[1], "index"), entries)
}
