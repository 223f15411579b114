using VerifyXunit;

namespace GlmmDsl.Generators.Tests.Snapshots;

/// <summary>The generated files, for people to read.</summary>
public sealed class GeneratedFiles
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Files = new(() => TypedCompilation.Generate("""
        namespace Trials;

        public enum Treatment { Placebo, Drug }

        public sealed record Visit(double Score, double? Week, Treatment Arm, string Patient, string Site, DateOnly Day);

        [LinearMixedModel<Visit>("Score ~ Week * Arm + Site + (Week | Patient/Day)", Missing = MissingValues.Omit)]
        public sealed partial class Trial
        {
        }

        public partial class Wrong
        {
            [LinearMixedModel<Visit>("Score ~ Weak + (1 | Patient)")]
            internal sealed partial class Misspelt;
        }
        """));

    [Fact]
    public Task Design() => Verifier.Verify(Files.Value["Trials.Trial.Design.g.cs"]);

    [Fact]
    public Task Coefficients() => Verifier.Verify(Files.Value["Trials.Trial.Coefficients.g.cs"]);

    [Fact]
    public Task Means() => Verifier.Verify(Files.Value["Trials.Trial.Means.g.cs"]);

    [Fact]
    public Task RandomEffects() => Verifier.Verify(Files.Value["Trials.Trial.RandomEffects.g.cs"]);

    [Fact]
    public Task Fit() => Verifier.Verify(Files.Value["Trials.Trial.Fit.g.cs"]);

    [Fact]
    public Task Keys() => Verifier.Verify(Files.Value["GlmmDsl.Keys.g.cs"]);

    [Fact]
    public Task Skeleton() => Verifier.Verify(Files.Value["Trials.Wrong.Misspelt.Fit.g.cs"]);
}
