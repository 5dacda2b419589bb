// Package rights holds the rules of access rights to the registers
// (käyttöoikeus, 4 a, 5 and 5 a §): who may apply for whom, what a right may
// hold, how it is granted, changed and removed. It is pure: it stores nothing
// and takes the present moment as an argument. Package casbin enforces the
// rights, package postgres keeps them.
package rights
