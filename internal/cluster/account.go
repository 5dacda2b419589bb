package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// account is the user that the server runs as.
type account struct {
	name     string
	uid, gid int
	dropped  bool // it is not the user that we are
}

// credential is what the kernel is asked for, nil when we stay who we are. The
// supplementary groups are given up too.
func (a account) credential() *syscall.Credential {
	if !a.dropped {
		return nil
	}
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
}

// own gives a file to the server's user.
func (a account) own(path string) error {
	if !a.dropped {
		return nil
	}
	return os.Chown(path, a.uid, a.gid)
}

// serverAccount chooses the user. PostgreSQL refuses to run as root, so root
// becomes the owner of data that are already there, or else postgres, or nobody.
func serverAccount(data string) (account, error) {
	made, there := owned(data)
	if os.Geteuid() != 0 {
		me := account{name: "the present user", uid: os.Geteuid(), gid: os.Getegid()}
		if there && made.uid != me.uid {
			return account{}, fmt.Errorf("%s belongs to user %d: start as that user or as root", data, made.uid)
		}
		return me, nil
	}
	if there && made.uid != 0 {
		return made, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(u.Uid)
		gid, gidErr := strconv.Atoi(u.Gid)
		if err := errors.Join(uidErr, gidErr); err != nil {
			return account{}, fmt.Errorf("read the ids of user %s: %w", name, err)
		}
		return account{name: name, uid: uid, gid: gid, dropped: true}, nil
	}
	return account{}, errors.New("root may not run PostgreSQL, and neither user postgres nor nobody exists: adduser --system postgres")
}

func owned(data string) (account, bool) {
	info, err := os.Stat(data)
	if err != nil {
		return account{}, false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, false
	}
	name := "user " + strconv.Itoa(int(st.Uid))
	if u, err := user.LookupId(strconv.Itoa(int(st.Uid))); err == nil {
		name = u.Username
	}
	return account{name: name, uid: int(st.Uid), gid: int(st.Gid), dropped: true}, true
}
