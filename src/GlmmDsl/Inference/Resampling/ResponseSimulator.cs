using System.Buffers;
using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;
using GlmmDsl.Fitting;

namespace GlmmDsl.Inference.Resampling;

/// <summary>Simulates responses of a model. What all replicates share is computed once; safe to use from several threads.</summary>
internal sealed class ResponseSimulator
{
    private readonly ModelMatrices matrices;
    private readonly FamilyDefinition family;
    private readonly FamilyDefinition[]? families;
    private readonly LikelihoodKernel? kernel;
    private readonly double[] fixedPart;
    private readonly double[][] factors;
    private readonly double[]? deviations;
    private readonly double sigma;
    private readonly bool drawsEffects;

    // The linear predictors beside the conditional one, where they have random effects that are drawn.
    private readonly ImmutableArray<PredictorSolution> others;
    private readonly double[][] otherParts = [];

    // The random-effects terms of all of them, and the place of the predictor of each: −1 for the conditional one.
    private readonly ImmutableArray<RandomEffectsTerm> terms;
    private readonly int[] predictorOfTerm;

    /// <summary>Prepares the simulation of a fit.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="effects">What the random effects are.</param>
    /// <exception cref="InvalidOperationException">No rows; separated outcomes; or rows that stand for several, or weights of counts, which no distribution belongs to.</exception>
    public ResponseSimulator(FittedModel model, SimulatedEffects effects)
        : this(Checked(model), model, model.Solution.Beta, effects == SimulatedEffects.Modes)
    {
    }

    /// <summary>Prepares the simulation of a fit's parameters in a design, with new random effects.</summary>
    /// <param name="design">A model of the design.</param>
    /// <param name="parameters">The fit of the same model that θ, σ and the other linear predictors' coefficients are of.</param>
    /// <param name="beta">The kept coefficients of the conditional predictor.</param>
    public ResponseSimulator(FittedModel design, FittedModel parameters, double[] beta)
        : this(design, parameters, beta, atModes: false)
    {
    }

    private ResponseSimulator(FittedModel design, FittedModel parameters, double[] beta, bool atModes)
    {
        matrices = design.Matrices;
        family = parameters.Family;
        kernel = design.IsLinear ? null : family.Kernel(design.Link);
        sigma = parameters.Solution.Sigma;
        drawsEffects = !atModes;
        fixedPart = atModes ? design.Solution.LinearPredictor : FixedPart(matrices, design.Solution.Kept, beta);
        deviations = design.IsLinear && matrices.Weights is { } weights ? [.. weights.Select(w => sigma / Math.Sqrt(w))] : null;
        others = parameters.Solution.Others;
        if (others.Any(o => !o.IsConstant || o.Predictor == Predictor.ZeroInflation))
        {
            ModelMatrices[] designs = [.. others.Select(o => o.DesignIn(matrices)?.Matrices ?? PredictorDesigns.Constant(matrices))];
            double[][] parts = [.. others.Select((o, k) => atModes ? design.Solution.Others[k].LinearPredictor : FixedPart(designs[k], o.Kept, o.Beta))];
            if (atModes || designs.All(d => d.Random.IsEmpty))
            {
                families = [.. Enumerable.Range(0, matrices.RowCount).Select(row => RowFamily.Of(family, others, [.. parts.Select(p => p[row])]))];
            }
            else
            {
                otherParts = parts;
            }

            terms = [.. matrices.Random, .. designs.SelectMany(d => d.Random)];
            predictorOfTerm = [.. matrices.Random.Select(_ => -1), .. designs.SelectMany((d, k) => d.Random.Select(_ => k))];
        }
        else
        {
            terms = matrices.Random;
            predictorOfTerm = [.. terms.Select(_ => -1)];
        }

        int start = 0;
        var blocks = new List<double[]>();
        foreach (CovarianceStructure structure in CovarianceStructures.Of(terms))
        {
            double[] factor = structure.Template(parameters.Solution.Theta.AsSpan(start, structure.Count));
            LinearAlgebra.VectorKernels.Scale(sigma, factor, factor);
            blocks.Add(factor);
            start += structure.Count;
        }

        factors = [.. blocks];
    }

    /// <summary>One response, n numbers.</summary>
    /// <param name="random">The random numbers of the replicate.</param>
    public double[] Draw(KeyedRandom random)
    {
        var response = new double[fixedPart.Length];
        Draw(random, response);
        return response;
    }

    /// <summary>One response.</summary>
    /// <param name="random">The random numbers of the replicate.</param>
    /// <param name="response">Receives it, n numbers.</param>
    public void Draw(KeyedRandom random, double[] response)
    {
        fixedPart.CopyTo(response, 0);
        double[][] etas = Array.ConvertAll(otherParts, p => (double[])p.Clone());
        if (drawsEffects)
        {
            for (int t = 0; t < factors.Length; t++)
            {
                AddEffects(t, random, predictorOfTerm[t] < 0 ? response : etas[predictorOfTerm[t]]);
            }
        }

        Span<double> own = stackalloc double[etas.Length];
        for (int i = 0; i < response.Length; i++)
        {
            response[i] = kernel is null
                ? response[i] + ((deviations is null ? sigma : deviations[i]) * random.NextNormal())
                : (families?[i] ?? (etas.Length == 0 ? family : At(etas, i, own))).Draw(random, kernel.Mean(response[i]), matrices.Trials?[i] ?? 1);
        }
    }

    /// <summary>The distribution of a row at drawn effects.</summary>
    private FamilyDefinition At(double[][] etas, int row, Span<double> own)
    {
        for (int k = 0; k < own.Length; k++)
        {
            own[k] = etas[k][row];
        }

        return RowFamily.Of(family, others, own);
    }

    /// <summary>The linear predictor of the fixed part: Xβ and the offset.</summary>
    public static double[] FixedPart(ModelMatrices matrices, ImmutableArray<int> kept, double[] beta)
    {
        double[] sum = matrices.Offset is { } offset ? [.. offset] : new double[matrices.RowCount];
        for (int k = 0; k < kept.Length; k++)
        {
            LinearAlgebra.VectorKernels.AddScaled(beta[k], matrices.FixedColumns[kept[k]], sum);
        }

        return sum;
    }

    /// <summary>Adds Zb of a term, given b by levels.</summary>
    public static void AddEffects(RandomEffectsTerm term, ReadOnlySpan<double> effects, double[] sum)
    {
        int k = term.Width;
        int[] codes = term.Group.Codes;
        for (int c = 0; c < k; c++)
        {
            double[]? column = term.Columns[c];
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += effects[(codes[i] * k) + c] * (column is null ? 1 : column[i]);
            }
        }
    }

    private void AddEffects(int t, KeyedRandom random, double[] sum)
    {
        RandomEffectsTerm term = terms[t];
        int k = term.Width;
        int count = term.Group.Levels.Length * k;
        double[] rented = ArrayPool<double>.Shared.Rent(count);
        Span<double> effects = rented.AsSpan(0, count);
        Span<double> spherical = stackalloc double[Math.Min(k, 64)];
        spherical = k > 64 ? new double[k] : spherical;
        for (int first = 0; first < effects.Length; first += k)
        {
            for (int c = 0; c < k; c++)
            {
                spherical[c] = random.NextNormal();
            }

            for (int r = 0; r < k; r++)
            {
                effects[first + r] = LinearAlgebra.VectorKernels.Dot(factors[t].AsSpan(r * k, k), spherical);
            }
        }

        AddEffects(term, effects, sum);
        ArrayPool<double>.Shared.Return(rented);
    }

    private static FittedModel Checked(FittedModel model)
    {
        model.RequireRows("responses to simulate");
        if (model.Solution.IsSeparated)
        {
            throw new InvalidOperationException("The fixed effects separate the outcomes: some coefficients are infinite, and there is nothing to simulate from. Give the coefficients a weak prior (FitOptions.CoefficientPrior).");
        }

        if (model.Frequencies is not null)
        {
            throw new InvalidOperationException("Each row stands for several alike ones (WeightKind.Frequency), which would not be alike in another sample. Fit the model to the single rows to simulate from it.");
        }

        if (!model.IsLinear && model.Matrices.Weights is not null)
        {
            throw new InvalidOperationException("Prior weights multiply the log-likelihood of counts: no distribution belongs to them, and there is nothing to simulate from.");
        }

        return model;
    }
}
