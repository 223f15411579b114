using VerifyXunit;

namespace GlmmDsl.Generators.Tests.Snapshots;

/// <summary>The generated files of generalised models, for people to read.</summary>
public sealed class GeneralizedFiles
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Files = new(() => TypedCompilation.Generate("""
        namespace Herds;

        public enum Period { First, Second, Third, Fourth }

        public sealed record Herd(string Name, Period Period, int Incidence, int Size);

        [GeneralizedLinearMixedModel<Herd>("cbind(Incidence, Size - Incidence) ~ Period + (1 | Name)", Family.Binomial, Link = Link.Probit)]
        public sealed partial class Cbpp;

        [GeneralizedLinearMixedModel<Herd>("Incidence ~ Period + (1 | Name)", Family.NegativeBinomial2, ZeroInflation = "~ Period + (1 | Name)")]
        public sealed partial class Inflated;

        public partial class Wrong
        {
            [GeneralizedLinearMixedModel<Herd>("Incidence ~ Priod + (1 | Name)", Family.Poisson)]
            internal sealed partial class Misspelt;
        }
        """));

    [Fact]
    public Task Design() => Verifier.Verify(Files.Value["Herds.Cbpp.Design.g.cs"]);

    [Fact]
    public Task RandomEffects() => Verifier.Verify(Files.Value["Herds.Cbpp.RandomEffects.g.cs"]);

    [Fact]
    public Task Fit() => Verifier.Verify(Files.Value["Herds.Cbpp.Fit.g.cs"]);

    [Fact]
    public Task Components() => Verifier.Verify(Files.Value["Herds.Inflated.Components.g.cs"]);

    [Fact]
    public Task Keys() => Verifier.Verify(Files.Value["GlmmDsl.Keys.g.cs"]);

    [Fact]
    public Task Skeleton() => Verifier.Verify(Files.Value["Herds.Wrong.Misspelt.Fit.g.cs"]);
}
