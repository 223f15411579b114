using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GlmmDsl.Package.Tests;

/// <summary>A program that uses the package, published with what it does not use left out.</summary>
[Collection(nameof(PackageFeed))]
public sealed class TrimmingTests(PackageFeed feed)
{
    private const string Program = """
        using System.Globalization;
        using GlmmDsl;

        Reading[] readings = [.. File.ReadLines(args[0]).Skip(1).Select(line => line.Split(',')).Select(f =>
            new Reading(double.Parse(f[0], CultureInfo.InvariantCulture), double.Parse(f[1], CultureInfo.InvariantCulture), int.Parse(f[2], CultureInfo.InvariantCulture)))];
        using var file = new MemoryStream();
        SleepStudy.FitReml(readings).Save(file);
        file.Position = 0;
        SleepStudy.RemlFit fit = SleepStudy.RemlFit.Load(file);
        Console.WriteLine(FormattableString.Invariant($"{fit.Coefficients.Days.Estimate:F4} {fit.KenwardRoger().Coefficients.Days.DegreesOfFreedom:F2} {fit.Predict([new Reading(0, 10, 308)])[0]:F1}"));

        public sealed record Reading(double Reaction, double Days, int Subject);

        [LinearMixedModel<Reading>("Reaction ~ Days + (Days | Subject)")]
        public sealed partial class SleepStudy;
        """;

    /// <summary>lme4's slope, pbkrtest's degrees of freedom, lme4's prediction.</summary>
    private const string Printed = "10.4673 17.00 450.3";

    [TrimmingFact]
    public void A_trimmed_program_saves_and_loads_a_fit_and_the_trimmer_warns_of_nothing()
    {
        string project = PackageTests.Project(feed, "trimmed", Program);
        (int code, string output) = PackageFeed.Dotnet(
            project, $"publish -c Release -r {RuntimeInformation.RuntimeIdentifier} -p:PublishTrimmed=true -p:TrimmerSingleWarn=false -v q --nologo -o out");

        Assert.True(code == 0, output);
        Assert.DoesNotContain("warning IL", output, StringComparison.Ordinal);
        Assert.Equal(Printed, Run(Path.Combine(project, "out", OperatingSystem.IsWindows() ? "trimmed.exe" : "trimmed"), feed.SleepstudyCsv));
    }

    private static string Run(string program, string argument)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
