package extracts

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// ArchiveReadme is the file that tells what an archive package is.
const ArchiveReadme = "LUEMINUT.md"

const archiveReadme = `# Arkistopaketti – Arkivpaket – Archive package

Tässä kansiossa on se, mikä poistetuista rekisteritiedoista säilytetään pysyvästi (arkistolaki 831/1994). Jokainen osa on yksi poistoerä: yksi JSON-rivi tietuetta kohti, salattuna arkiston avaimelle. Muut tiedot on poistettu.

Mappen innehåller det som förvaras varaktigt av raderade registeruppgifter (arkivlagen 831/1994). Varje del är en raderingsomgång: en JSON-rad per post, krypterad till arkivets nyckel. Övriga uppgifter har raderats.

This folder holds what is kept permanently of removed register data (Archives Act 831/1994). Each part is one batch of removals: one line of JSON per record, encrypted to the archive's key. Everything else has been removed.

    minisign -V -p minisign.pub -m SHA256SUMS
    sha256sum -c SHA256SUMS
    age -d -i arkisto.key OSA.jsonl.age

minisign.pub: vertaa julkaistuun avaimeen – jämför med den publicerade nyckeln – compare it with the published key.
`

// sign writes the readme, the checksums over everything and their signature.
func (a *Archive) sign() error {
	if err := replaceFile(filepath.Join(a.in.Dir, ArchiveReadme), []byte(archiveReadme)); err != nil {
		return err
	}
	entries, err := os.ReadDir(a.in.Dir)
	if err != nil {
		return err
	}
	var files []PackedFile
	for _, e := range entries {
		if name := e.Name(); name == ArchiveReadme || strings.HasSuffix(name, archivePart) {
			sum, err := hashOfFile(filepath.Join(a.in.Dir, name))
			if err != nil {
				return err
			}
			files = append(files, PackedFile{Name: name, SHA256: sum})
		}
	}
	checksums := sums(files)
	signature := a.in.Signer.sign(checksums, "tietolupa archive "+sha256Hex(checksums))
	for _, f := range []struct {
		name string
		text []byte
	}{{SignerPublicFile, a.in.Signer.PublicFile()}, {SumsFile, checksums}, {SignatureFile, signature}} {
		if err := replaceFile(filepath.Join(a.in.Dir, f.name), f.text); err != nil {
			return err
		}
	}
	return syncFolder(a.in.Dir)
}

// replaceFile writes a file under another name, synced, and renames it.
func replaceFile(path string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), temporary)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, bytes.NewReader(text))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), path)
}

func hashOfFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
