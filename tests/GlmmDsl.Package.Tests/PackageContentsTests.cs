using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace GlmmDsl.Package.Tests;

/// <summary>What is in the package, and what it asks of a project that uses it.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PackageContentsTests(PackageFeed feed)
{
    private const string CompilerFolder = "analyzers/dotnet/cs/";

    /// <summary>The oldest compiler that each part runs in. Completion and refactorings need a newer editor, and load nowhere else.</summary>
    private static readonly Dictionary<string, Version> Compilers = new()
    {
        ["GlmmDsl.Generators.dll"] = new(4, 8, 0, 0),
        ["GlmmDsl.Analyzers.dll"] = new(4, 8, 0, 0),
        ["GlmmDsl.CodeFixes.dll"] = new(4, 5, 0, 0),
        ["GlmmDsl.Completion.dll"] = new(5, 0, 0, 0),
    };

    [Fact]
    public void The_package_says_what_it_is_and_depends_on_two_libraries_that_depend_on_nothing()
    {
        XElement metadata = Metadata();
        XNamespace space = metadata.Name.Namespace;
        string Of(string name) => metadata.Element(space + name)!.Value;

        Assert.Equal("MIT", Of("license"));
        Assert.Equal("README.md", Of("readme"));
        Assert.Contains("The GlmmDsl authors", Of("copyright"), StringComparison.Ordinal);
        Assert.Equal("git", metadata.Element(space + "repository")!.Attribute("type")!.Value);
        Assert.Equal(
            ["MathNet.Numerics 5.0.0", "Sprache 2.3.1"],
            metadata.Descendants(space + "dependency").Select(d => d.Attribute("id")!.Value + " " + d.Attribute("version")!.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_compilers_folder_holds_all_that_its_assemblies_load_and_nothing_that_the_compiler_brings()
    {
        string[] files = [.. feed.Entries().Where(e => e.StartsWith(CompilerFolder, StringComparison.Ordinal)).Select(e => e[CompilerFolder.Length..]).Order(StringComparer.Ordinal)];
        Assert.Equal([.. Compilers.Keys.Append("GlmmDsl.Formulas.dll").Append("Sprache.dll").Order(StringComparer.Ordinal)], files);
        foreach (string file in files)
        {
            foreach ((string name, Version version) in References(CompilerFolder + file))
            {
                Assert.True(
                    files.Contains(name + ".dll") || name == "netstandard" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal),
                    $"{file} loads {name}, which is not in the package.");
                Assert.True(!name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || version <= Compilers[file], $"{file} needs {name} {version}.");
            }
        }
    }

    [Fact]
    public void Symbols_are_a_package_of_their_own()
    {
        Assert.Equal(["lib/net10.0/GlmmDsl.Formulas.pdb", "lib/net10.0/GlmmDsl.pdb"], PackageFeed.Entries(feed.SymbolsFile).Where(e => e.StartsWith("lib/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(feed.Entries(), e => e.EndsWith(".pdb", StringComparison.Ordinal));
    }

    [Fact]
    public void Packing_twice_gives_the_same_bytes()
    {
        string again = feed.NewFolder("again");
        // The package names the commit, which may be another by now where somebody works.
        string commit = Metadata().Elements().Single(e => e.Name.LocalName == "repository").Attribute("commit")!.Value;
        (int code, string output) = PackageFeed.Dotnet(
            feed.Root, $"pack src/GlmmDsl -c {PackageFeed.Configuration} -o \"{again}\" -p:PackageVersion={PackageFeed.Version} -p:RepositoryCommit={commit} --no-build -v q --nologo");
        Assert.True(code == 0, output);
        Assert.Equal(File.ReadAllBytes(feed.PackageFile), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(feed.PackageFile))));
        Assert.Equal(File.ReadAllBytes(feed.SymbolsFile), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(feed.SymbolsFile))));
    }

    [ReleaseFact]
    public void No_assembly_holds_the_path_that_it_was_built_in()
    {
        byte[] root = Encoding.UTF8.GetBytes(feed.Root + "/");
        foreach (string file in new[] { feed.PackageFile, feed.SymbolsFile })
        {
            Assert.All(
                PackageFeed.Entries(file).Where(e => e.StartsWith("lib/", StringComparison.Ordinal) || e.StartsWith(CompilerFolder, StringComparison.Ordinal)),
                entry => Assert.True(PackageFeed.Content(file, entry).AsSpan().IndexOf(root) < 0, $"{entry} names {feed.Root}."));
        }
    }

    private XElement Metadata() => XDocument.Parse(Encoding.UTF8.GetString(PackageFeed.Content(feed.PackageFile, "GlmmDsl.nuspec")).TrimStart('\uFEFF')).Root!.Elements().First();

    private IEnumerable<(string Name, Version Version)> References(string entry)
    {
        using var assembly = new PEReader(new MemoryStream(PackageFeed.Content(feed.PackageFile, entry)));
        MetadataReader metadata = assembly.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(r => (metadata.GetString(r.Name), r.Version))];
    }
}
