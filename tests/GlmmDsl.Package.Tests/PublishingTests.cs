using System.Runtime.InteropServices;

namespace GlmmDsl.Package.Tests;

/// <summary>A program that uses the package, published in the ways that leave out what it does not use or that have no just-in-time compiler: no warning, and the same numbers.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PublishingTests(PackageFeed feed)
{
    private const string Program = """
        using System.Globalization;
        using GlmmDsl;
        using GlmmDsl.Data;

        // Rows by hand, typed; a fit saved and loaded; tests and predictions.
        Reading[] readings = [.. File.ReadLines(args[0]).Skip(1).Select(line => line.Split(',')).Select(f =>
            new Reading(double.Parse(f[0], CultureInfo.InvariantCulture), double.Parse(f[1], CultureInfo.InvariantCulture), int.Parse(f[2], CultureInfo.InvariantCulture)))];
        using var file = new MemoryStream();
        SleepStudy.FitReml(readings).Save(file);
        file.Position = 0;
        SleepStudy.RemlFit fit = SleepStudy.RemlFit.Load(file);
        Console.WriteLine(FormattableString.Invariant($"{fit.Coefficients.Days.Estimate:F4} {fit.KenwardRoger().Coefficients.Days.DegreesOfFreedom:F2} {fit.Predict([new Reading(0, 10, 308)])[0]:F1}"));
        Console.WriteLine(FormattableString.Invariant($"{Slow.FitLaplace(readings).Coefficients.Days.Estimate:F4}"));

        // A table from CSV, by names.
        MixedModelFit byName = MixedModel.Fit("Reaction ~ Days + (Days | Subject)", Table.ReadCsv(args[0]));
        Console.WriteLine(FormattableString.Invariant($"{byName.Coefficients["Days"].Estimate:F4} {byName.ToJson().Contains("\"REMLcrit\"", StringComparison.Ordinal)}"));

        public sealed record Reading(double Reaction, double Days, int Subject);

        [LinearMixedModel<Reading>("Reaction ~ Days + (Days | Subject)")]
        public sealed partial class SleepStudy;

        [GeneralizedLinearMixedModel<Reading>("I(Reaction > 300) ~ Days + (1 | Subject)", Family.Binomial)]
        public sealed partial class Slow;
        """;

    /// <summary>lme4's slope, pbkrtest's degrees of freedom, lme4's prediction; lme4's slope of the logit of a slow reaction.</summary>
    private const string Printed = "10.4673 17.00 450.3\n0.5852\n10.4673 True";

    [TrimmingFact]
    public void A_trimmed_program_in_a_single_file_runs_and_is_published_without_a_warning() =>
        PublishProject("trimmed", $"-r {RuntimeInformation.RuntimeIdentifier} --self-contained -p:PublishTrimmed=true -p:PublishSingleFile=true");

    [Fact]
    public void A_program_in_a_single_file_that_uses_the_installed_runtime_runs_and_is_published_without_a_warning() =>
        PublishProject("single", "-p:PublishSingleFile=true --use-current-runtime --self-contained false");

    [NativeFact]
    public void A_program_of_one_source_file_is_published_as_a_native_program_without_a_warning()
    {
        string folder = feed.NewFolder("native");
        File.WriteAllText(Path.Combine(folder, "fit.cs"), $"#:package GlmmDsl@{PackageFeed.Version}\n#:property TrimmerSingleWarn=false\n" + Program);
        (int code, string output) = PackageFeed.Dotnet(folder, "publish fit.cs -v q --nologo -o out");
        Runs(Path.Combine(folder, "out", "fit"), code, output);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "out"), "*.dll"));
    }

    private void PublishProject(string name, string how)
    {
        string project = PackageTests.Project(feed, name, Program);
        (int code, string output) = PackageFeed.Dotnet(project, $"publish -c Release {how} -p:TrimmerSingleWarn=false -v q --nologo -o out");
        Runs(Path.Combine(project, "out", OperatingSystem.IsWindows() ? name + ".exe" : name), code, output);
        Assert.Empty(Directory.GetFiles(Path.Combine(project, "out"), "*.dll"));
    }

    private void Runs(string program, int code, string output)
    {
        Assert.True(code == 0, output);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        (int ended, string printed) = PackageFeed.Run(program, feed.SleepstudyCsv);
        Assert.Equal(0, ended);
        Assert.Equal(Printed, printed.ReplaceLineEndings("\n").Trim());
    }
}
