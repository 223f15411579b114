using GlmmDsl.Data;

namespace GlmmDsl.Benchmarks.Peers;

/// <summary>A generalised model that lme4 and, without quadrature, glmmTMB fit too, each by its defaults; standard errors included on every side.</summary>
internal sealed class GeneralizedWork : PeerWork
{
    private readonly Formula formula;
    private Table? table;

    /// <summary>Describes the work.</summary>
    /// <param name="name">The name given on the command line.</param>
    /// <param name="description">What the data are.</param>
    /// <param name="formula">The formula, the same in R.</param>
    public GeneralizedWork(string name, string description, string formula)
    {
        Name = name;
        this.formula = Formula.Parse(formula);
        Description = description;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Description => $"{field}: {formula}";

    /// <summary>The family.</summary>
    public required Family Family { get; init; }

    /// <summary>The link; the family's usual one by default.</summary>
    public Link Link { get; init; }

    /// <summary>Nodes of adaptive quadrature; 1 for the Laplace approximation.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Makes the table.</summary>
    public required Func<Table> Table { get; init; }

    /// <summary>R code that makes <c>dat</c>, and <c>constant</c> for quadrature where lme4 leaves the saturated log-likelihood out.</summary>
    public required string Data { get; init; }

    /// <summary>Writes what the R code reads.</summary>
    public Action<string>? Files { get; init; }

    /// <summary>How often R does it.</summary>
    public int Repetitions { get; init; } = 1;

    /// <summary>How long a peer may take; null for as long as it likes.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Whether the model is too large for lme4, which is then left out.</summary>
    public bool IsLarge { get; init; }

    /// <inheritdoc/>
    public override TimeSpan? PeerLimit => Limit;

    /// <inheritdoc/>
    public override IReadOnlyList<Peer> Peers => IsLarge ? [GlmmTmb()] : Nodes > 1 ? [Lme4()] : [Lme4(), GlmmTmb()];

    /// <inheritdoc/>
    public override void WriteData(string folder) => Files?.Invoke(folder);

    /// <inheritdoc/>
    public override WorkResult Run()
    {
        var options = new FitOptions
        {
            Family = Family,
            Link = Link,
            Approximation = Nodes > 1 ? Approximation.Quadrature : Approximation.Laplace,
            QuadratureNodes = Nodes,
        };
        MixedModelFit fit = MixedModel.Fit(formula, table ??= Table(), options);

        // Standard errors belong to the work, whenever they are computed.
        return fit.Covariance.Names.Length > 0
            ? new(-2 * fit.LogLikelihood.Value, fit.Evaluations, fit.Gradients)
            : throw new InvalidOperationException("The benchmark's model has no coefficients.");
    }

    private bool IsCanonical => Link is Link.Default or Link.Logit || (Family == Family.Poisson && Link == Link.Log);

    private string RFamily => Family.ToString().ToLowerInvariant() + (Link == Link.Default ? "" : $"(\"{Link.ToString().ToLowerInvariant()}\")");

    private Peer Lme4() => new(
        "lme4",
        Script($"glmer({formula}, dat, family = {RFamily}{(Nodes > 1 ? FormattableString.Invariant($", nAGQ = {Nodes}") : "")})"),
        Nodes > 1 ? "the saturated log-likelihood, which lme4 leaves out, added" : IsCanonical ? null : "expected information: another approximation than the other two's");

    private Peer GlmmTmb() => new("glmmTMB", Script($"glmmTMB({formula}, dat, family = {RFamily})"));

    private string Script(string call) => FormattableString.Invariant($"""
        {Data}
        repetitions <- {Repetitions}
        work <- function() {call}
        """);
}
