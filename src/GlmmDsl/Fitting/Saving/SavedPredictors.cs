using System.Collections.Immutable;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Families.Densities;
using static GlmmDsl.Fitting.Saving.FitFileParts;

namespace GlmmDsl.Fitting.Saving;

/// <summary>The linear predictors of a fit that was saved.</summary>
/// <param name="Model">The design of the conditional one, with those of zero inflation and dispersion.</param>
/// <param name="Found">What was found for the others.</param>
internal sealed record SavedPredictors(ModelMatrices Model, ImmutableArray<PredictorSolution> Found)
{
    /// <summary>The random-effects terms of all predictors: the order of θ and of the modes.</summary>
    public ImmutableArray<RandomEffectsTerm> Random => [.. Model.Random, .. Found.SelectMany(o => o.Matrices.Random)];

    /// <summary>Reads them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="family">The family, without what the fit found for it.</param>
    /// <param name="model">The design of the conditional predictor.</param>
    public static SavedPredictors Of(FitFile file, FamilyDefinition family, ModelMatrices model)
    {
        PredictorEntry[] entries = file.Others ?? [];
        RequireThoseOf(family, file.Link, entries);
        var found = ImmutableArray.CreateBuilder<PredictorSolution>();
        int terms = model.Random.Length;
        foreach (PredictorEntry entry in entries)
        {
            ComponentDesign? design = entry.Design is { } own ? Design(own, file, model) : null;
            model = entry.Predictor switch
            {
                Predictor.ZeroInflation => model with { ZeroInflation = design ?? throw Damaged("its zero inflation has no formula") },
                Predictor.Dispersion => model with { Dispersion = design },
                _ => design is null ? model : throw Damaged("a shape in it has a formula"),
            };
            found.Add(Solution(entry, design?.Matrices ?? Constant(model), terms));
            terms += found[^1].Matrices.Random.Length;
        }

        return new SavedPredictors(model, found.ToImmutable());
    }

    /// <summary>Refuses predictors that the family's likelihood does not have, or in another order.</summary>
    private static void RequireThoseOf(FamilyDefinition family, Link link, PredictorEntry[] entries)
    {
        if (entries.Length == 0 && (family.HasOnePredictor(link) || family.IsLinear(link)))
        {
            return;
        }

        PredictorsKernel kernel = family.PredictorsKernel(link);
        kernel = entries.Any(e => e.Predictor == Predictor.ZeroInflation) ? new ZeroInflatedKernel(kernel, family.Refusal(0, 1) is not null) : kernel;
        Require(
            kernel.Predictors.Skip(1).Where(p => p != Predictor.Threshold).SequenceEqual(entries.Select(e => e.Predictor)),
            "its linear predictors are not those of its family");
    }

    private static ComponentDesign Design(PredictorDesignEntry entry, FitFile file, ModelMatrices model)
    {
        var schema = SavedDesigns.Schema(entry.Formula, entry.Columns, file.Functions, null);
        TrainingBasis basis = SavedDesigns.Basis(entry.Basis, schema);
        return new ComponentDesign(SavedDesigns.Matrices(schema.Plan, basis, entry.FixedNames, entry.Random, model.RowCount), basis);
    }

    private static ModelMatrices Constant(ModelMatrices model) =>
        model with { FixedNames = ["(Intercept)"], FixedColumns = [[]], FixedTermOfColumn = [0], Random = [], SpansIntercept = true };

    private static PredictorSolution Solution(PredictorEntry entry, ModelMatrices matrices, int firstTerm)
    {
        int columns = matrices.FixedNames.Length, p = entry.Beta.Length;
        Require(entry.Kept.Length == p && Ascending(entry.Kept, columns), "coefficients of a linear predictor are not those of its columns");
        Require(AreDropped(entry.Aliased, columns), "a dropped column of a linear predictor does not exist");
        Require(
            entry.IsConstant ? p == 1 && columns == 1 && matrices.Random.IsEmpty : entry.Design is not null,
            "a linear predictor is constant by what it says of itself, and not by its formula, or the other way round");
        return new PredictorSolution
        {
            Predictor = entry.Predictor,
            Matrices = matrices,
            FirstTerm = firstTerm,
            Kept = [.. entry.Kept],
            Aliased = Aliased(entry.Aliased),
            Beta = entry.Beta,
            Covariance = Square(entry.Covariance, p),
            LinearPredictor = [],
            IsConstant = entry.IsConstant,
            IsAtBoundary = entry.IsAtBoundary,
        };
    }
}
