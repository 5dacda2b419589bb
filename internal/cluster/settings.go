package cluster

import (
	"maps"
	"slices"
	"strings"
	"syscall"
)

// common holds for every private cluster: reachable through its socket alone, in
// UTC, with a log that holds no statement and no value of a row.
var common = map[string]string{
	"listen_addresses":   "",
	"timezone":           "UTC",
	"log_timezone":       "UTC",
	"max_connections":    "100",
	"wal_level":          "minimal", // a bulk load into a table made or emptied in its own transaction skips the WAL
	"max_wal_senders":    "0",       // required by it
	"checkpoint_timeout": "30min",
	"jit":                "off", // short queries and COPY gain nothing, and planning would pay

	// The text of an error shows people's data: the value that was no number, the key
	// that was there already. Whoever sent the statement gets it, and the log does not.
	"log_min_messages":        "log", // in the order of the server's log above error
	"log_min_error_statement": "panic",
	// Backup and replication need wal_level=replica: override it.
}

// durable is sized for a machine of 2 cores and 24 GiB that it shares with the service.
var durable = map[string]string{
	"shared_buffers":       "512MB",
	"effective_cache_size": "8GB",
	"work_mem":             "32MB",
	"maintenance_work_mem": "512MB",
	"max_wal_size":         "8GB",
	"wal_compression":      "on",
	"random_page_cost":     "1.1",
}

// volatile trades safety for speed: for data that can be made again.
var volatile = map[string]string{
	"shared_buffers":     "128MB",
	"max_wal_size":       "2GB",
	"fsync":              "off",
	"synchronous_commit": "off",
	"full_page_writes":   "off",
	"autovacuum":         "off",
}

// settings merges the choices above with what the caller overrides.
func settings(keep bool, overrides map[string]string) map[string]string {
	s := maps.Clone(common)
	if keep {
		maps.Copy(s, durable)
	} else {
		maps.Copy(s, volatile)
	}
	if !sharedMemory() {
		s["dynamic_shared_memory_type"] = "mmap"
	}
	maps.Copy(s, overrides)
	return s
}

// sharedMemory says whether parallel queries find room in /dev/shm. Containers often
// have 64 MiB there, and a query that needs more fails; in files it is slower only.
func sharedMemory() bool {
	var fs syscall.Statfs_t
	return syscall.Statfs("/dev/shm", &fs) == nil && fs.Bavail*uint64(fs.Bsize) >= 1<<30
}

// arguments is the server's command line. It stands above postgresql.conf, so that
// one data folder can be started with different settings.
func arguments(data, socket string, s map[string]string) []string {
	args := []string{"-D", data}
	for _, name := range slices.Sorted(maps.Keys(s)) {
		args = append(args, "-c", name+"="+s[name])
	}
	// The setting is a list: quoted, a comma in the path stays part of the path.
	return append(args, "-c", `unix_socket_directories="`+strings.ReplaceAll(socket, `"`, `""`)+`"`)
}
