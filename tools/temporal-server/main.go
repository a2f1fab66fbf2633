// A Temporal server in one program: SQLite in a file or in memory, the web UI beside it. It takes the flags
// with which Temporal's SDKs start a development server.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"
	uiserver "github.com/temporalio/ui-server/v2/server"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	uioptions "github.com/temporalio/ui-server/v2/server/server_options"
	"go.temporal.io/api/enums/v1"
	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/membership/static"
	sqliteplugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/schema/sqlite"
	"go.temporal.io/server/temporal"
)

type options struct {
	ip, file, logLevel, logFormat string
	port, uiPort                  int
	headless, endWithStdin        bool
	namespaces                    []string
	attributes                    map[string]enums.IndexedValueType
	dynamic                       dynamicconfig.StaticClient
}

func main() {
	arguments := os.Args[1:]
	if len(arguments) < 2 || arguments[0] != "server" || arguments[1] != "start-dev" {
		fail(errors.New("usage: temporal-server server start-dev [--port N] [--db-filename FILE] [--headless] …"))
	}
	chosen, err := read(arguments[2:])
	if err != nil {
		fail(err)
	}
	if err := run(chosen); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "temporal-server: %v\n", err)
	os.Exit(1)
}

func read(arguments []string) (*options, error) {
	o := &options{
		attributes: map[string]enums.IndexedValueType{},
		dynamic: dynamicconfig.StaticClient{
			dynamicconfig.FrontendMaxNamespaceVisibilityRPSPerInstance.Key(): 100,
			dynamicconfig.HistoryCacheHostLevelMaxSize.Key():                 8096,
		},
	}
	flags := flag.NewFlagSet("temporal-server", flag.ContinueOnError)
	flags.StringVar(&o.ip, "ip", "127.0.0.1", "address to listen on")
	flags.IntVar(&o.port, "port", 7233, "port of the frontend")
	flags.IntVar(&o.uiPort, "ui-port", 0, "port of the web UI; port + 1000 when not given")
	flags.BoolVar(&o.headless, "headless", false, "no web UI")
	flags.StringVar(&o.file, "db-filename", "", "SQLite file; in memory when not given")
	flags.StringVar(&o.logLevel, "log-level", "warn", "debug, info, warn, error or never")
	flags.StringVar(&o.logFormat, "log-format", "pretty", "pretty or json")
	flags.BoolVar(&o.endWithStdin, "end-with-stdin", false, "stop when standard input ends, as when the parent dies")
	flags.Func("namespace", "namespace to create; may be given again", func(name string) error {
		o.namespaces = append(o.namespaces, name)
		return nil
	})
	flags.Func("search-attribute", "Name=Type; may be given again", o.addAttribute)
	flags.Func("dynamic-config-value", "key=JSON; may be given again", o.addDynamic)
	if err := flags.Parse(arguments); err != nil {
		return nil, err
	}
	if o.uiPort == 0 {
		o.uiPort = o.port + 1000
	}
	if len(o.namespaces) == 0 {
		o.namespaces = []string{"default"}
	}
	return o, nil
}

func (o *options) addAttribute(text string) error {
	name, kind, _ := strings.Cut(text, "=")
	value, err := enums.IndexedValueTypeFromString(kind)
	if err != nil {
		return fmt.Errorf("search attribute %q has no type that Temporal knows", name)
	}
	o.attributes[name] = value
	return nil
}

func (o *options) addDynamic(text string) error {
	key, raw, _ := strings.Cut(text, "=")
	var value any
	if err := json.Unmarshal([]byte(raw), &value); err != nil {
		return fmt.Errorf("dynamic config %q is not key=JSON", text)
	}
	if number, ok := value.(float64); ok && number == float64(int(number)) {
		value = int(number) // settings that count want an int
	}
	o.dynamic[dynamicconfig.MakeKey(key)] = value
	return nil
}

// store is the SQLite database, with its schema and namespaces in place.
func (o *options) store() (*config.SQL, error) {
	store := &config.SQL{PluginName: sqliteplugin.PluginName, MaxConns: 1, MaxIdleConns: 1}
	if o.file == "" {
		store.DatabaseName = uuid.NewString()
		store.ConnectAttributes = map[string]string{"mode": "memory", "cache": "shared"}
	} else {
		store.DatabaseName = o.file
		store.ConnectAttributes = map[string]string{"mode": "rwc", "journal_mode": "wal", "synchronous": "2"}
		if err := lock(o.file + ".lock"); err != nil {
			return nil, err
		}
		if err := setUp(o.file); err != nil {
			return nil, err
		}
	}
	for _, name := range o.namespaces {
		namespace, err := sqlite.NewNamespaceConfig("active", name, false, o.attributes)
		if err != nil {
			return nil, err
		}
		if err := sqlite.CreateNamespaces(store, namespace); err != nil {
			return nil, err
		}
	}
	return store, nil
}

// lock keeps a second server off the file; it waits a little for a server that is just stopping.
func lock(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	for deadline := time.Now().Add(15 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
			locks = append(locks, file)
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("another Temporal server already runs on %s", strings.TrimSuffix(path, ".lock"))
		}
	}
}

var locks []*os.File // a collected file would be closed, and its lock with it

// setUp makes the schema in a file of another name first: a kill half-way leaves no half of a schema behind.
func setUp(path string) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	attributes := map[string]string{"mode": "rwc", "journal_mode": "delete", "synchronous": "2"}
	store := &config.SQL{PluginName: sqliteplugin.PluginName, DatabaseName: fresh, ConnectAttributes: attributes}
	if err := sqlite.SetupSchema(store); err != nil {
		return fmt.Errorf("the schema could not be made in %s: %w", path, err)
	}
	return os.Rename(fresh, path)
}

func freePort() int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fail(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func (o *options) configuration(store *config.SQL) (*config.Config, map[primitives.ServiceName]static.Hosts) {
	frontend := fmt.Sprintf("%s:%d", o.ip, o.port)
	services := map[string]config.Service{}
	hosts := map[primitives.ServiceName]static.Hosts{}
	for _, name := range temporal.DefaultServices {
		rpc := config.RPC{GRPCPort: freePort(), MembershipPort: freePort(), BindOnIP: "127.0.0.1"}
		if name == string(primitives.FrontendService) {
			rpc.GRPCPort, rpc.BindOnIP = o.port, o.ip
		}
		services[name] = config.Service{RPC: rpc}
		address := fmt.Sprintf("%s:%d", rpc.BindOnIP, rpc.GRPCPort)
		hosts[primitives.ServiceName(name)] = static.Hosts{All: []string{address}, Self: address}
	}
	return &config.Config{
		Global: config.Global{
			Membership: config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: "127.0.0.1"},
		},
		Persistence: config.Persistence{
			DefaultStore: "sqlite", VisibilityStore: "sqlite", NumHistoryShards: 1,
			DataStores: map[string]config.DataStore{"sqlite": {SQL: store}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10, MasterClusterName: "active", CurrentClusterName: "active",
			ClusterInformation: map[string]cluster.ClusterInformation{"active": {
				Enabled: true, InitialFailoverVersion: 1, RPCAddress: frontend, ClusterID: uuid.NewString(),
			}},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services:            services,
		Archival: config.Archival{
			History:    config.HistoryArchival{State: "disabled"},
			Visibility: config.VisibilityArchival{State: "disabled"},
		},
		NamespaceDefaults: config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
			History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
			Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
		}},
		PublicClient: config.PublicClient{HostPort: frontend},
	}, hosts
}

func (o *options) startUI() {
	interfaceConfig := &uiconfig.Config{
		Host: o.ip, Port: o.uiPort, TemporalGRPCAddress: fmt.Sprintf("%s:%d", o.ip, o.port), EnableUI: true,
		DefaultNamespace: o.namespaces[0], DisableNewsFetch: true, HideLogs: true,
		CORS: uiconfig.CORS{CookieInsecure: true}, // loopback has no HTTPS
	}
	go func() {
		if err := uiserver.NewServer(uioptions.WithConfigProvider(interfaceConfig)).Start(); err != nil {
			fail(err)
		}
	}()
}

func run(o *options) error {
	store, err := o.store()
	if err != nil {
		return err
	}
	configuration, hosts := o.configuration(store)
	level := strings.Replace(o.logLevel, "never", "fatal", 1)
	format := strings.Replace(o.logFormat, "pretty", "console", 1)
	logger := log.NewZapLogger(log.BuildZapLogger(log.Config{Level: level, Format: format}))
	server, err := temporal.NewServer(
		temporal.WithConfig(configuration),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(hosts),
		temporal.WithLogger(logger),
		temporal.WithAuthorizer(authorization.NewNoopAuthorizer()),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper {
			return authorization.NewNoopClaimMapper()
		}),
		temporal.WithDynamicConfigClient(o.dynamic),
		temporal.InterruptOn(o.interrupted()),
	)
	if err != nil {
		return err
	}
	if !o.headless {
		o.startUI()
	}
	return server.Start() // returns after an interrupt, when every service has stopped
}

// interrupted tells when to stop: a signal, or the end of standard input where that was asked for.
func (o *options) interrupted() <-chan any {
	if !o.endWithStdin {
		return temporal.InterruptCh()
	}
	stop, cancel := context.WithCancel(context.Background())
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); cancel() }()
	either := make(chan any, 2)
	signals := temporal.InterruptCh()
	go func() {
		select {
		case <-stop.Done():
		case <-signals:
		}
		either <- nil
	}()
	return either
}
