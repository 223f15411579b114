namespace GlmmDsl.Package.Tests;

/// <summary>The package as a user outside the repository gets it.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PackageTests(PackageFeed feed)
{
    private const string Program = """
        using System.Globalization;
        using GlmmDsl;

        Reading[] readings = [.. File.ReadLines(args[0]).Skip(1).Select(line => line.Split(',')).Select(f =>
            new Reading(double.Parse(f[0], CultureInfo.InvariantCulture), double.Parse(f[1], CultureInfo.InvariantCulture), int.Parse(f[2], CultureInfo.InvariantCulture)))];
        Console.WriteLine(FormattableString.Invariant($"{SleepStudy.FitReml(readings).Coefficients.Days.Estimate:F4} {Slow.FitLaplace(readings).Coefficients.Days.Estimate:F4}"));

        public sealed record Reading(double Reaction, double Days, int Subject);

        [LinearMixedModel<Reading>("Reaction ~ Days + (Days | Subject)")]
        public sealed partial class SleepStudy;

        [GeneralizedLinearMixedModel<Reading>("I(Reaction > 300) ~ Days + (1 | Subject)", Family.Binomial)]
        public sealed partial class Slow;
        """;

    /// <summary>lme4's slopes: of the reaction time, and of the logit of a slow one.</summary>
    private const string Slopes = "10.4673 0.5852";

    [Fact]
    public void A_fresh_project_fits_a_typed_model()
    {
        string project = Project("fresh", Program);
        (int code, string output) = PackageFeed.Dotnet(project, $"run -- \"{feed.SleepstudyCsv}\"");
        Assert.True(code == 0, output);
        Assert.Equal(Slopes, output.Trim());
    }

    [Fact]
    public void A_fresh_project_sees_a_misspelt_column_at_its_place_and_the_fix_mends_it()
    {
        string project = Project("misspelt", Program.Replace("~ Days +", "~ Dyas +", StringComparison.Ordinal));
        (int code, string output) = PackageFeed.Dotnet(project, "build -v q --nologo");
        Assert.NotEqual(0, code);
        Assert.Contains("(10,40): error GLMM102", output, StringComparison.Ordinal);
        Assert.Contains("did you mean 'Days'", output, StringComparison.Ordinal);
        // The page of the help link is in the package.
        Assert.Contains("(rules/GLMM102.md)", output, StringComparison.Ordinal);
        Assert.StartsWith("# GLMM102:", File.ReadAllText(Path.Combine(feed.PackageFolder, "rules", "GLMM102.md")), StringComparison.Ordinal);
        // One mistake, one diagnostic: the skeleton keeps the uses of the model quiet.
        Assert.DoesNotContain("error CS", output, StringComparison.Ordinal);

        // The fix is in the package too, and what applies fixes on the command line finds it.
        (int formatted, string messages) = PackageFeed.Dotnet(project, "format analyzers misspelt.csproj --diagnostics GLMM102 --severity error --no-restore");
        Assert.True(formatted == 0, messages);
        Assert.Equal(Program, File.ReadAllText(Path.Combine(project, "Program.cs")));
    }

    [Fact]
    public void The_package_has_the_page_of_every_rule_and_notice()
    {
        string[] pages = [.. Directory.GetFiles(feed.RulePages, "*.md").Select(p => "rules/" + Path.GetFileName(p)).Order(StringComparer.Ordinal)];
        Assert.Contains("rules/README.md", pages);
        Assert.Equal(pages, feed.Entries().Where(e => e.StartsWith("rules/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_program_of_one_file_in_the_README_of_the_package_prints_what_is_shown_there()
    {
        string readme = File.ReadAllText(Path.Combine(feed.Root, "src", "GlmmDsl", "README.md")).ReplaceLineEndings("\n");
        string folder = feed.NewFolder("file");
        File.WriteAllText(
            Path.Combine(folder, "fit.cs"),
            Block(readme, "csharp").Replace("#:package GlmmDsl@0.1.0", $"#:package GlmmDsl@{PackageFeed.Version}\n#:property PublishAot=false", StringComparison.Ordinal));
        (int code, string output) = PackageFeed.Dotnet(folder, "run fit.cs");
        Assert.True(code == 0, output);
        Assert.Equal(Block(readme, "text").Trim(), output.ReplaceLineEndings("\n").Trim());
    }

    /// <summary>The first block of a kind.</summary>
    private static string Block(string readme, string kind) => readme.Split($"```{kind}\n")[1].Split("```")[0];

    private string Project(string name, string program) => Project(feed, name, program);

    /// <summary>A project beside the feed that references the package.</summary>
    internal static string Project(PackageFeed feed, string name, string program)
    {
        string folder = feed.NewFolder(name);
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="GlmmDsl" Version="{PackageFeed.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        return folder;
    }
}
