using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Resampling;

/// <summary>Makes and fits the replicates of a bootstrap on all cores.</summary>
internal static class Bootstrapper
{
    /// <summary>Runs it.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="replicates">The number of replicates.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="kind">How they are made.</param>
    /// <param name="known">Replicates that are done; null for none.</param>
    /// <param name="threads">Threads at most; null for one a core.</param>
    /// <param name="progress">Is told after every replicate.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static BootstrapResult Run(
        FittedModel model, int replicates, int seed, BootstrapKind kind, BootstrapDraws? known, int? threads, IProgress<WorkProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        string identity = Identity(model);
        int parameters = model.Solution.Beta.Length + model.Solution.Others.Sum(o => o.Beta.Length) + model.Solution.Theta.Length + 1;
        Refuse(known, kind, seed, identity, parameters);
        Func<Func<int, RefitEstimates>> fits = kind switch
        {
            BootstrapKind.Parametric => FromResponses(model, new ResponseSimulator(model, SimulatedEffects.New).Draw, seed, cancellationToken),
            BootstrapKind.Residual => FromResponses(model, new ResidualResampler(model).Draw, seed, cancellationToken),
            BootstrapKind.Cluster => FromClusters(model, seed, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such bootstrap."),
        };

        var draws = new BootstrapDraw?[replicates];
        foreach (BootstrapDraw draw in known?.All.Where(d => d.Replicate < replicates) ?? [])
        {
            draws[draw.Replicate] = draw;
        }

        try
        {
            Replicates.Run(replicates, threads, progress, i => draws[i] is not null, fits, (i, fit) => draws[i] = Draw(model, i, fit), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new BootstrapCanceledException(new BootstrapDraws(kind, seed, identity, parameters, [.. draws.OfType<BootstrapDraw>()]), cancellationToken);
        }

        return Result(model, new BootstrapDraws(kind, seed, identity, parameters, [.. draws.Select(d => d!)]));
    }

    private static BootstrapResult Result(FittedModel model, BootstrapDraws draws)
    {
        var names = new BootstrapNames(model);
        int p = model.Solution.Beta.Length;
        double[] others = [.. model.Solution.Others.SelectMany(o => o.Beta)];
        int theta = p + others.Length;
        BootstrapFit estimates = new(names, model.Solution.Beta, others, model.Solution.Theta, model.Solution.Sigma);
        ImmutableArray<BootstrapFit> fits = [.. draws.All.Where(d => d.Failure is null).Select(d => new BootstrapFit(names, d.Values[..p], d.Values[p..theta], d.Values[theta..^1], d.Values[^1]))];
        return new BootstrapResult(names, estimates, fits, draws);
    }

    private static BootstrapDraw Draw(FittedModel model, int replicate, Func<int, RefitEstimates> fit)
    {
        try
        {
            RefitEstimates estimates = fit(replicate);
            return Replicates.Failure(estimates, model.Solution) is string failure
                ? new BootstrapDraw(replicate, [], failure)
                : new BootstrapDraw(replicate, [.. estimates.Beta, .. estimates.Others, .. estimates.Theta, estimates.Sigma], null);
        }
        catch (MixedModelException refused)
        {
            return new BootstrapDraw(replicate, [], refused.Message);
        }
    }

    /// <summary>For each thread a function that draws and fits a replicate, in a workspace of its own.</summary>
    private static Func<Func<int, RefitEstimates>> FromResponses(FittedModel model, Action<KeyedRandom, double[]> draw, int seed, CancellationToken cancellationToken) => () =>
    {
        ResponseRefits refits = model.Solution.Refits(cancellationToken);
        var random = new KeyedRandom(seed, 0);
        var response = new double[model.Matrices.RowCount];
        return replicate =>
        {
            random.Restart(replicate);
            draw(random, response);
            return Replicates.Fit(refits, model.Solution, response);
        };
    };

    private static Func<Func<int, RefitEstimates>> FromClusters(FittedModel model, int seed, CancellationToken cancellationToken)
    {
        var resampler = new ClusterResampler(model);
        return () => replicate => RefitEstimates.Of(model.Solution.FitTo(resampler.Draw(new KeyedRandom(seed, replicate)), cancellationToken));
    }

    private static void Refuse(BootstrapDraws? known, BootstrapKind kind, int seed, string identity, int parameters)
    {
        if (known is null)
        {
            return;
        }

        if (known.Model != identity || known.Parameters != parameters)
        {
            throw new ArgumentException("The draws are of another model or of other data, so that this bootstrap cannot go on from them.", nameof(known));
        }

        if (known.Seed != seed || known.Kind != kind)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The draws are those of a {known.Kind} bootstrap with seed {known.Seed}, and this is a {kind} one with seed {seed}."), nameof(known));
        }
    }

    /// <summary>A digest of the formula and of the estimates to eight digits, which other machines agree on.</summary>
    private static string Identity(FittedModel model)
    {
        var text = new StringBuilder(model.Matrices.Plan.Terms.Syntax.ToString());
        text.Append(CultureInfo.InvariantCulture, $"|{model.RowCount}|{model.Family.Label}|{model.Link}|{model.Solution.IsReml}");
        foreach (double number in (double[])[model.Solution.Criterion, model.Solution.Sigma, .. model.Solution.Beta, .. model.Solution.Others.SelectMany(o => o.Beta)])
        {
            text.Append(CultureInfo.InvariantCulture, $"|{number:E7}");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
