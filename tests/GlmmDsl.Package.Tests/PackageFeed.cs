using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;

namespace GlmmDsl.Package.Tests;

/// <summary>The package, made once into a folder feed, and a folder outside the repository where projects use it.</summary>
public sealed class PackageFeed : IDisposable
{
    /// <summary>A version no other package has, so that no cache can hold another.</summary>
    public const string Version = "0.0.0-smoke";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("glmm-package-");

    public PackageFeed()
    {
        string root = RepositoryRoot();
        (int code, string output) = Dotnet(root, $"pack src/GlmmDsl -c {Configuration} -o \"{Path.Combine(folder.FullName, "feed")}\" -p:PackageVersion={Version} -v q --nologo");
        Assert.True(code == 0, output);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        // What the package depends on is found among the packages that are restored already: nothing is fetched.
        File.WriteAllText(Path.Combine(folder.FullName, "NuGet.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="feed" value="feed" /></packageSources>
              <fallbackPackageFolders><add key="restored" value="{Restored}" /></fallbackPackageFolders>
            </configuration>
            """);
        Root = root;
        RulePages = Path.Combine(root, "analyzers", "GlmmDsl.Analyzers", "rules");
        SleepstudyCsv = Path.Combine(root, "tests", "Reference", "data", "sleepstudy.csv");
    }

    /// <summary>The configuration that the tests and the package are built in.</summary>
    public static string Configuration { get; } = typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Configuration").Value!;

    /// <summary>The folder of the packages that this machine has restored.</summary>
    public static string Restored { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>The repository.</summary>
    public string Root { get; }

    /// <summary>The folder of packages that projects restore from.</summary>
    public string Feed => Path.Combine(folder.FullName, "feed");

    /// <summary>The sleepstudy data.</summary>
    public string SleepstudyCsv { get; }

    /// <summary>The folder of the rules' pages in the repository.</summary>
    public string RulePages { get; }

    /// <summary>The folder where the package is once a project has restored it.</summary>
    public string PackageFolder => Path.Combine(folder.FullName, "packages", "glmmdsl", Version);

    /// <summary>The package.</summary>
    public string PackageFile => Path.Combine(Feed, $"GlmmDsl.{Version}.nupkg");

    /// <summary>The package of its symbols.</summary>
    public string SymbolsFile => Path.ChangeExtension(PackageFile, ".snupkg");

    /// <summary>The files in the package.</summary>
    public IReadOnlyList<string> Entries() => Entries(PackageFile);

    /// <summary>The files in a package.</summary>
    public static IReadOnlyList<string> Entries(string file)
    {
        using ZipArchive package = ZipFile.OpenRead(file);
        return [.. package.Entries.Select(e => e.FullName)];
    }

    /// <summary>What a file in a package holds.</summary>
    public static byte[] Content(string file, string entry)
    {
        using ZipArchive package = ZipFile.OpenRead(file);
        using Stream stream = package.GetEntry(entry)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>A new folder beside the feed.</summary>
    public string NewFolder(string name) => folder.CreateSubdirectory(name).FullName;

    /// <summary>Runs the SDK; returns its exit code and all it wrote.</summary>
    public static (int Code, string Output) Dotnet(string where, string arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = where, RedirectStandardOutput = true, RedirectStandardError = true };
        // A build server left behind would hold the folder; the caller's cache must not be written to.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment.Remove("NUGET_PACKAGES");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Runs another program; returns its exit code and what it wrote to standard output.</summary>
    public static (int Code, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string RepositoryRoot()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "GlmmDsl.sln")))
        {
            at = Path.GetDirectoryName(at);
        }

        return at ?? throw new InvalidOperationException("The tests run inside a checkout that holds GlmmDsl.sln.");
    }
}

/// <summary>Tests of the package share one.</summary>
[CollectionDefinition(nameof(PackageFeed))]
public sealed class PackageFeedTests : ICollectionFixture<PackageFeed>;
