using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Design.Products;
using GlmmDsl.Design.Products.Files;
using GlmmDsl.Fitting.Columns;
using GlmmDsl.Fitting.Generalized;
using GlmmDsl.Fitting.Generalized.Separation;

namespace GlmmDsl.Fitting.Saving;

/// <summary>Writes a fit.</summary>
internal static class FitFileWriter
{
    /// <summary>Cross-products of more numbers are left out: they would make tens of megabytes of text.</summary>
    public const long MostNumbers = 2_000_000;

    /// <summary>Writes a fit as JSON.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="design">The design, with the notices of the fit.</param>
    /// <param name="options">What the design was made with.</param>
    /// <param name="solution">What the engine found.</param>
    /// <param name="rows">What is known of the rows.</param>
    /// <param name="withProducts">Whether cross-products are written, if they are not too many numbers.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static void Write(
        Stream stream, DesignResult design, DesignOptions options, IModelSolution solution, RowsEntry rows, bool withProducts, CancellationToken cancellationToken)
    {
        ModelMatrices matrices = design.Matrices;
        var file = new FitFile
        {
            Format = FitFile.FormatName,
            Version = FitFile.CurrentVersion,
            Formula = matrices.Plan.Terms.Syntax.Text,
            Columns = Columns(design.Basis),
            Functions = [.. options.Functions.Keys.Order().Select(f => new FunctionEntry(f.Name, f.Arity))],
            Family = solution.Family.Family,
            OwnFamily = solution.Family.Definition?.Name,
            Link = solution.Link,
            Weights = options.Weights,
            WeightKind = options.WeightKind,
            Basis = Basis(design.Basis),
            Rows = rows,
            Random = Terms(matrices),
            Estimates = Estimates(solution),
            Others = solution.Others.IsEmpty ? null : [.. solution.Others.Select(o => Other(o, matrices))],
            Thresholds = solution.Thresholds is { } found ? new ThresholdsEntry([.. matrices.Categories], found.Estimates, Flat(found.Joint), found.WithTheta is { } whole ? Flat(whole) : null) : null,
            Notices = [.. design.Notices.Select(n => new NoticeEntry(n.Id, n.Text, [.. n.Subjects], n.Count))],
            Products = withProducts && !solution.IsSeparated && (solution.Thresholds is not null || OnePredictor.Holds(solution)) && solution.WorkingProducts(cancellationToken) is var (groups, products) && Size(products) <= MostNumbers ? Products(groups, products) : null,
            Effects = withProducts && Effects(solution, cancellationToken) is { } effects ? new LevelEffectsEntry(effects.Blocks, effects.Slopes) : null,
        };
        FitFile.Frame.Write(stream, file);
    }

    /// <summary>The joint covariance of the random effects of several linear predictors, if it is not too many numbers.</summary>
    private static LevelEffects? Effects(IModelSolution solution, CancellationToken cancellationToken)
    {
        ModelMatrices[] designs = [solution.Matrices, .. solution.Others.Select(o => o.Matrices)];
        long levels = designs.SelectMany(d => d.Random).Select(t => (long)t.Group.Levels.Length).DefaultIfEmpty(0).Max();
        long width = designs.Sum(d => d.Random.Sum(t => t.Width)), parameters = solution.Theta.Length + designs.Sum(d => (long)d.FixedNames.Length);
        bool isNeeded = levels > 0 && solution.Thresholds is null && !solution.Others.IsEmpty;
        return isNeeded && levels * width * (width + parameters) <= MostNumbers ? solution.EffectsByLevel(cancellationToken) : null;
    }

    private static PredictorEntry Other(PredictorSolution other, ModelMatrices model) => new(
        other.Predictor,
        other.DesignIn(model) is { } design
            ? new PredictorDesignEntry(design.Matrices.Plan.Terms.Syntax.Text, Columns(design.Basis), Basis(design.Basis), [.. design.Matrices.FixedNames], Terms(design.Matrices))
            : null,
        other.IsConstant,
        [.. other.Kept],
        Aliased(other.Aliased),
        other.Beta,
        Flat(other.Covariance),
        other.IsAtBoundary);

    private static ColumnEntry[] Columns(TrainingBasis basis) => [.. basis.Columns.Select(c => new ColumnEntry(c.Name, c.Kind, c.IsOrdered, c.Coding, c.Remark))];

    private static TermEntry[] Terms(ModelMatrices matrices) =>
        [.. matrices.Random.Select(t => new TermEntry(matrices.Plan.Random.IndexOf(t.Source), [.. t.ColumnNames], [.. t.Columns.Select(c => c is null)]))];

    private static AliasEntry[] Aliased(ImmutableArray<AliasedColumn> columns) => [.. columns.Select(a => new AliasEntry(a.Column, [.. a.With], [.. a.Weights]))];

    private static BasisEntry Basis(TrainingBasis basis) => new(
        [.. basis.Moments.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new MomentsEntry(m.Key, [.. m.Value.Select(v => double.IsFinite(v) ? v : (double?)null)]))],
        [.. basis.FactorLevels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => new LevelsEntry(l.Key, [.. l.Value]))],
        [.. basis.CodedLevels.Select(l => new LevelsEntry(ProductSchema.KeyOf(l.Key), [.. l.Value])).OrderBy(l => l.Factor, StringComparer.Ordinal)],
        [.. basis.Groups.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new IndexEntry(g.Key, [.. g.Value.Levels.Select(l => l.ToArray())], [.. g.Value.Keys]))],
        [.. basis.References.Select(r => new ReferenceEntry(r.Name, r.IsFixed, r.IsNumeric, r.IsLogical, [.. r.Levels], [.. r.Values], r.Mean, r.Deviation))]);

    private static EstimatesEntry Estimates(IModelSolution solution) => new()
    {
        MethodTitle = solution.Method.Title,
        MethodLabel = solution.Method.Label,
        IsReml = solution.IsReml,
        ProfilesCoefficients = solution.ProfilesCoefficients,
        Integration = solution.Integration is { } how ? new IntegrationEntry(how.Approximation, how.Nodes, how.Information, how.CoefficientPrior?.StandardDeviation) : null,
        Criterion = solution.Criterion,
        Theta = solution.Theta,
        ShownTheta = solution.ShownTheta,
        Sigma = solution.Sigma,
        DispersionCount = solution.DispersionCount,
        Kept = [.. solution.Kept],
        Aliased = Aliased(solution.Aliased),
        Beta = solution.Beta,
        Covariance = Flat(solution.Covariance),
        ConditionalCovariance = Flat(solution.ConditionalCovariance),
        JointCovariance = solution.JointCovariance is { } joint ? Flat(joint) : null,
        StackedCovariance = !solution.Others.IsEmpty && solution.StackedCovariance is { } stacked ? Flat(stacked) : null,
        Limit = LimitOf(solution) is { } limit ? new LimitEntry(limit.Direction, limit.NullSpace, limit.Finite, limit.Sizes, limit.Generators) : null,
        ConditionalModes = [.. solution.ConditionalModes.Select(Flat)],
        ConditionalCovariances = [.. solution.ConditionalCovariances.Select(Flat)],
        ResidualSquares = solution.ResidualSquares,
        Evaluations = solution.Evaluations,
        Gradients = solution.Gradients,
        GradientMaxAbs = solution.GradientMaxAbs,
        Verdict = solution.Verdict,
        VerdictReason = solution.VerdictReason,
        Vanished = [.. solution.Vanished.Select(v => new PlaceEntry(v.Term, v.Column))],
        Unidentified = [.. solution.Unidentified.Select(v => new PlaceEntry(v.Term, v.Column))],
    };

    private static SeparationLimit? LimitOf(IModelSolution solution) => solution switch
    {
        GeneralizedSolution generalized => generalized.Limit,
        SavedSolution saved => saved.Limit,
        _ => null,
    };

    private static ProductsEntry Products(ImmutableArray<GroupColumns> groups, CrossProductBlocks products) => new(
        products.RowCount,
        products.SumLogWeights,
        [.. products.LevelCounts],
        [.. products.Widths],
        products.Origins.Fixed,
        [.. products.Origins.Groups],
        [.. groups.Select(g => g.Terms.ToArray())],
        [.. groups.Select(g => g.ColumnOf.Select(c => c.ToArray()).ToArray())],
        ProductFileWriter.Blocks(products));

    private static long Size(CrossProductBlocks products)
    {
        long size = products.FixedBlock.LongLength + products.Diagonal.Sum(d => d.LongLength) + products.WithFixed.Sum(w => w.LongLength);
        foreach (PairBlocks? pair in products.Pairs)
        {
            size += pair?.Values.LongLength ?? 0;
        }

        return size;
    }

    /// <summary>A matrix row by row.</summary>
    public static double[] Flat(double[,] matrix)
    {
        var flat = new double[matrix.Length];
        Buffer.BlockCopy(matrix, 0, flat, 0, sizeof(double) * flat.Length);
        return flat;
    }
}
