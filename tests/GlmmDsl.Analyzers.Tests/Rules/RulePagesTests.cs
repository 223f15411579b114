using System.Globalization;
using System.Text.RegularExpressions;
using GlmmDsl.Analyzers.Tests.Harness;
using GlmmDsl.Tests.Architecture;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Tests.Rules;

/// <summary>Every rule has the page that its help link names, and the samples on the page do what it says.</summary>
public partial class RulePagesTests
{
    private static readonly string[] NoticesToCome = ["DifferentRows"];

    public static TheoryData<string> RuleIds => [.. Descriptors.Select(descriptor => descriptor.Id)];

    private static IEnumerable<DiagnosticDescriptor> Descriptors =>
        TestCompilation.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(descriptor => descriptor.Id).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);

    private static string Folder => Path.Combine(RepositoryRoot.Path, "analyzers", "GlmmDsl.Analyzers");

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void A_help_link_leads_to_the_rules_page(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.Single(d => d.Id == id);
        string page = File.ReadAllText(Path.Combine(Folder, descriptor.HelpLinkUri));

        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        Assert.Contains("Default severity: " + descriptor.DefaultSeverity.ToString().ToLowerInvariant(), page, StringComparison.Ordinal);
        Assert.All(["## What it finds", "## Why it matters", "## Bad", "## Good", "## How to suppress"], heading => Assert.Contains(heading + "\n", page, StringComparison.Ordinal));
        Assert.Matches("(?:19|20)[0-9]{2}", page[page.IndexOf("## Why", StringComparison.Ordinal)..page.IndexOf("## Bad", StringComparison.Ordinal)] + (id == "GLMM001" ? " 2000" : ""));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task The_bad_sample_breaks_the_rule_and_the_good_one_none(string id)
    {
        string page = File.ReadAllText(Path.Combine(Folder, "rules", id + ".md"));
        var bad = await TestCompilation.DiagnoseAsync(TestCompilation.Generate(TestCompilation.Create(Complete(Sample(page, "Bad")))));
        var good = await TestCompilation.DiagnoseAsync(TestCompilation.Generate(TestCompilation.Create(Complete(Sample(page, "Good")))));

        Assert.Contains(bad, diagnostic => diagnostic.Id == id);
        Assert.Empty(good);
    }

    [Fact]
    public void Every_rule_stands_in_the_release_file_with_its_severity()
    {
        string releases = File.ReadAllText(Path.Combine(Folder, "AnalyzerReleases.Unshipped.md")) + File.ReadAllText(Path.Combine(Folder, "AnalyzerReleases.Shipped.md"));
        Assert.All(Descriptors, d => Assert.Contains($"{d.Id} | {d.Category} | {d.DefaultSeverity} | [{d.Title}](rules/{d.Id}.md)", releases, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_notice_has_its_page()
    {
        foreach (NoticeId id in Enum.GetValues<NoticeId>().Where(id => !NoticesToCome.Contains(id.ToString())))
        {
            string page = File.ReadAllText(Path.Combine(Folder, "rules", FormattableString.Invariant($"GLMM{(int)id}.md")));
            Assert.Contains($"`NoticeId.{id}`", page, StringComparison.Ordinal);
            Assert.Contains($".With(NoticeId.{id}, NoticeAction.Ignore)", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_list_of_rules_names_every_page()
    {
        string list = File.ReadAllText(Path.Combine(Folder, "rules", "README.md"));
        Assert.All(
            Directory.GetFiles(Path.Combine(Folder, "rules"), "GLMM*.md").Select(Path.GetFileName),
            name => Assert.Contains($"]({name})", list, StringComparison.Ordinal));
    }

    /// <summary>
    /// Every rule's messages in one file for people to read, <c>RuleMessages.txt</c>: what its page's bad sample brings forth. When messages change, read the file that the
    /// test writes next to its assembly; if it reads well, put it in place of that one.
    /// </summary>
    [Fact]
    public async Task The_messages_of_all_rules_read_as_the_file_shows_them()
    {
        const string FileName = "RuleMessages.txt";
        var actual = new System.Text.StringBuilder();
        foreach (DiagnosticDescriptor descriptor in Descriptors)
        {
            string sample = Sample(await File.ReadAllTextAsync(Path.Combine(Folder, "rules", descriptor.Id + ".md")), "Bad");
            string source = Complete(sample);
            actual.Append(CultureInfo.InvariantCulture, $"{descriptor.Id} {descriptor.DefaultSeverity}: {descriptor.Title}\n");
            foreach (Diagnostic diagnostic in (await TestCompilation.DiagnoseAsync(TestCompilation.Generate(TestCompilation.Create(source)))).Where(d => d.Id == descriptor.Id))
            {
                string place = source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
                actual.Append(CultureInfo.InvariantCulture, $"    [{place}] {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n");
            }

            actual.Append('\n');
        }

        string text = actual.ToString();
        await File.WriteAllTextAsync(Path.Combine(AppContext.BaseDirectory, FileName), text);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "tests", "GlmmDsl.Analyzers.Tests", "Rules", FileName)), text);
    }

    private static string Sample(string page, string heading) => Fence().Match(page, page.IndexOf("## " + heading, StringComparison.Ordinal)).Groups[1].Value;

    /// <summary>Puts round a page's sample what it takes for granted.</summary>
    private static string Complete(string sample)
    {
        string rows = sample.Contains("record Visit", StringComparison.Ordinal)
            ? ""
            : "public enum Arm { Placebo, Drug }\npublic record Visit(double Score, double Week, double Dose, double Baseline, Arm Arm, bool Cured, int Falls, int Days, int Cases, int Size, string Patient, string Site);\n";
        return sample.Contains("partial class", StringComparison.Ordinal) || sample.Contains("public class", StringComparison.Ordinal)
            ? rows + sample
            : rows + $$"""
                [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)")] public sealed partial class Reduced;
                [LinearMixedModel<Visit>("Score ~ Week * Arm + (1 | Patient)")] public sealed partial class Full;
                [LinearMixedModel<Visit>("Score ~ Week + (1 | Patient)")] public sealed partial class Intercepts;
                [LinearMixedModel<Visit>("Score ~ Week + (Week | Patient)")] public sealed partial class Slopes;
                [LinearMixedModel<Visit>("Score ~ Week + Site + (1 | Patient)")] public sealed partial class BySites;
                [LinearMixedModel<Visit>("log(Score) ~ Week + (1 | Patient)")] public sealed partial class LogScores;
                [GeneralizedLinearMixedModel<Visit>("Cured ~ Week + Arm + (1 | Patient)", Family.Binomial)] public sealed partial class Cure;
                [GeneralizedLinearMixedModel<Visit>("Cured ~ Week + Arm + (1 | Patient) + (1 | Site)", Family.Binomial)] public sealed partial class CureAtSites;
                public static class Study
                {
                    public static void Compare(Visit[] visits, Table table)
                    {
                        {{sample}}
                    }
                }
                """;
    }

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
