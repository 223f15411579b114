using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Families.Dispersed;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>A small simulated model of any family with any link: responses drawn by the family itself, and terms for every linear predictor.</summary>
internal sealed class FamilyModel
{
    private const int Rows = 24;
    private readonly FamilyDefinition family;
    private readonly Link link;

    /// <summary>Draws the rows.</summary>
    /// <param name="family">The family.</param>
    /// <param name="link">A link that it has.</param>
    /// <param name="isInflated">Whether every fifth row is a structural zero.</param>
    public FamilyModel(Family family, Link link, bool isInflated)
    {
        this.link = link;
        this.family = ResponseFamilies.Of(family).With(new FamilyConstants(family is Family.Beta or Family.BetaBinomial or Family.Gamma or Family.NegativeBinomial2 ? 4 : 0.5, family == Family.Tweedie ? 1.4 : 6));
        LikelihoodKernel kernel = this.family.Kernel(link);
        Intercept = kernel.Link(this.family.HasTrials || family == Family.Beta ? 0.4 : 2.5);
        Table source = SimulatedModel.Data(Family.Poisson, Link.Log, Rows);
        double[] x = Values(source, "x"), m = this.family.HasTrials ? [.. Enumerable.Range(0, Rows).Select(i => 1.0 + (i % 5))] : [.. Enumerable.Repeat(1.0, Rows)];
        var random = new Random(5);
        double[] y = [.. Enumerable.Range(0, Rows).Select(i => isInflated && i % 5 == 0 ? 0 : this.family.Draw(random, kernel.Mean(Intercept * (1 + (0.2 * x[i]))), m[i]))];
        Table = new Table([.. source.Columns.Where(c => c.Name is not ("y" or "m")), new NumericColumn("y", y), new NumericColumn("m", m)]);
        Kernel = this.family.PredictorsKernel(link);
        Kernel = isInflated ? new GlmmDsl.Families.Densities.ZeroInflatedKernel(Kernel, this.family.Refusal(0, 1) is not null) : Kernel;
    }

    /// <summary>The rows.</summary>
    public Table Table { get; }

    /// <summary>The likelihood in all linear predictors.</summary>
    public PredictorsKernel Kernel { get; }

    /// <summary>The conditional predictor where x is 0 and there are no random effects.</summary>
    private double Intercept { get; }

    /// <summary>Makes a model.</summary>
    /// <param name="terms">The right-hand side of each kind of predictor; a shape has none.</param>
    /// <param name="options">The approximation.</param>
    public GeneralizedProblem Problem(Func<Predictor, string> terms, GeneralizedOptions options)
    {
        ModelMatrices first = Matrices(terms(Predictor.Conditional));
        ImmutableArray<ModelMatrices> others = [.. Kernel.Predictors.Skip(1).Select(p => p == Predictor.Shape ? PredictorDesigns.Constant(first) : Shared(Matrices(terms(p)), first))];
        return new GeneralizedProblem(first, GeneralizedResponse.Of(first, family, link), options, new PredictorDesigns(Kernel, others), CancellationToken.None);
    }

    /// <summary>A point near which the rows were drawn: internal coefficients of all predictors, then θ.</summary>
    /// <remarks>Slopes and standard deviations are small parts of the intercept, so that every link stays in its range.</remarks>
    public double[] Point(GeneralizedProblem problem)
    {
        double[] beta = new double[problem.Coefficients.Count];
        double unit = Math.Min(1, Math.Abs(Intercept));
        for (int k = 0; k < problem.Predictors.Length; k++)
        {
            int start = problem.Rows.FixedStart[k];
            beta[start] = Kernel.Predictors[k] switch
            {
                Predictor.Conditional => Intercept,
                Predictor.ZeroInflation => -1.3,
                Predictor.Dispersion => family.Family is Family.Beta or Family.BetaBinomial or Family.Gamma or Family.NegativeBinomial2 ? 1.2 : -0.5,
                _ => family.Family == Family.Tweedie ? -0.4 : 1.8,
            };
            for (int j = start + 1; j < problem.Rows.FixedStart[k + 1]; j++)
            {
                beta[j] = 0.08 * unit;
            }
        }

        return [.. beta, .. problem.Layout.Parameters.Select((p, j) => (p.Row == p.Column ? 0.12 + (0.02 * j) : 0.03) * unit)];
    }

    private ModelMatrices Matrices(string terms)
    {
        string response = family.HasTrials ? "cbind(y, m - y)" : "y";
        return ModelMatricesBuilder.Build(Formula.Parse($"{response} ~ {terms}").Terms, Table, new DesignOptions { Response = family.ResponseForm }, CancellationToken.None).Matrices;
    }

    private static ModelMatrices Shared(ModelMatrices other, ModelMatrices first) => other with
    {
        Random = [.. other.Random.Select(t => t with { Group = first.Random.FirstOrDefault(f => f.Group.Name == t.Group.Name)?.Group ?? t.Group })],
    };

    private static double[] Values(Table table, string name) => ((NumericColumn)table.Columns.First(c => c.Name == name)).Values.ToArray();
}
