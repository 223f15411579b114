namespace GlmmDsl.Generators.Tests;

/// <summary>What a program does after the fit, in the names of its models: the sample compiles without a warning and prints what it shows.</summary>
public sealed class AfterTheFit
{
    private const string Types = """
        public sealed record Reading(double Reaction, double Days, int Subject);

        [LinearMixedModel<Reading>("Reaction ~ Days + (Days | Subject)")]
        public sealed partial class SleepStudy;

        public enum Store { A, B, C, D }

        public sealed record Price(double Amount, Store Store, string Item);

        [LinearMixedModel<Price>("Amount ~ Store + (1 | Item)")]
        public sealed partial class StoresDiffer;

        [LinearMixedModel<Price>("Amount ~ 1 + (1 | Item)")]
        public sealed partial class StoresAreAlike;
        """;

    private const string Rows = """
        Reading[] readings = [.. File.ReadLines("tests/Reference/data/sleepstudy.csv").Skip(1).Select(line => line.Split(','))
            .Select(f => new Reading(double.Parse(f[0], CultureInfo.InvariantCulture), double.Parse(f[1], CultureInfo.InvariantCulture), int.Parse(f[2], CultureInfo.InvariantCulture)))];
        Price[] prices = [.. File.ReadLines("tests/Reference/data/grocery.csv").Skip(1).Select(line => line.Split(','))
            .Select(f => new Price(double.Parse(f[0], CultureInfo.InvariantCulture), Enum.Parse<Store>(f[2]), f[1]))];
        SleepStudy.RemlFit fit = SleepStudy.FitReml(readings);
        """;

    private const string Tour = """
        StoresDiffer.Tests kr = StoresDiffer.FitReml(prices).KenwardRoger();
        Console.WriteLine(kr);
        Console.WriteLine(kr.Means.Store);

        ContrastTest dearest = kr.Means.Store.Pairs(Adjustment.Tukey)[Store.D, Store.C];
        Console.WriteLine(FormattableString.Invariant($"D - C: {dearest.Estimate:F4}, p = {dearest.PValue:F4}"));
        Console.WriteLine(LikelihoodRatio.Test(StoresAreAlike.FitMl(prices), StoresDiffer.FitMl(prices)));

        Interval deviation = fit.Profile().VarianceComponents.Subject.Days.Interval(0.95);
        Interval effect = fit.Bootstrap(500, seed: 7).Of(f => f.Coefficients.Days.Estimate / f.Sigma).Interval(0.95);
        Prediction next = fit.PredictInterval(new Reading(0, 10, 308), PredictionOf.NewObservation, level: 0.95);
        Console.WriteLine(FormattableString.Invariant($"sd of slopes {deviation.Lower:F3} to {deviation.Upper:F3}; effect size {effect.Lower:F3} to {effect.Upper:F3}"));
        Console.WriteLine(FormattableString.Invariant($"day 10 of subject 308: {next.Value:F1}, {next.Interval.Lower:F1} to {next.Interval.Upper:F1}"));

        using var file = new MemoryStream();
        fit.Save(file);
        file.Position = 0;
        SleepStudy.RemlFit again = SleepStudy.RemlFit.Load(file);
        Console.WriteLine(FormattableString.Invariant($"{again.KenwardRoger().Coefficients.Days.DegreesOfFreedom:F2} degrees of freedom, from a file"));
        """;

    [Fact]
    public Task The_sample_prints_what_it_shows()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "GlmmDsl.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        string body = (Rows + "\n" + Tour).Replace("\"tests/", "@\"" + root + "/tests/", StringComparison.Ordinal).Replace("Console.Write", "output.Write", StringComparison.Ordinal);
        string source = $$"""
            using System.Globalization;
            using System.IO;
            {{Types}}
            public static class Probe
            {
                public static object? Run()
                {
                    using var output = new StringWriter { NewLine = "\n" };
                    {{body}}
                    return output.ToString();
                }
            }
            """;
        return VerifyXunit.Verifier.Verify("```csharp\n" + Tour + "\n```\n\n```text\n" + Probe.Run<string>(TypedCompilation.Load("AfterTheFit", [source]).Assembly) + "```\n");
    }
}
