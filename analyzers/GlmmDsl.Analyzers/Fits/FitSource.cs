using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Fits;

/// <summary>Which criterion a number is.</summary>
internal enum CriterionName
{
    /// <summary>It is a fit itself, not yet a criterion.</summary>
    None,

    /// <summary>The maximised log-likelihood.</summary>
    LogLikelihood,

    /// <summary>Akaike's criterion.</summary>
    Aic,

    /// <summary>Schwarz's criterion.</summary>
    Bic,
}

/// <summary>A fit that the code shows, or one of its criteria.</summary>
/// <param name="Model">The model class; null when only the key of its design can be seen, and for a fit at run time.</param>
/// <param name="Key">The generated key: of the fixed-effects design for REML, of the response for ML; null for a fit at run time.</param>
/// <param name="IsReml">Whether it was fitted by REML.</param>
/// <param name="Criterion">Which of its criteria is meant.</param>
/// <param name="Making">The names in source that make it a REML fit (<c>FitReml</c>, <c>RemlFit</c>); empty where the code that makes it cannot be seen.</param>
internal sealed record FitSource(INamedTypeSymbol? Model, ITypeSymbol? Key, bool IsReml, CriterionName Criterion, ImmutableArray<Location> Making)
{
    /// <summary>The model of a fit at run time; null for a typed one.</summary>
    public RunTimeModel? RunTime { get; init; }

    /// <summary>What is known of the model; null where nothing is.</summary>
    public FittedModel? Described => (FittedModel?)RunTime ?? ComparedModel.Of(Model);

    /// <summary>The model as written in a message.</summary>
    public string Name => "'" + (RunTime?.Formula ?? Model?.Name ?? Key?.Name) + "'";

    /// <summary>The criterion as written in a message.</summary>
    public string CriterionInWords => Criterion switch { CriterionName.Aic => "AIC", CriterionName.Bic => "BIC", CriterionName.LogLikelihood => "log-likelihood", _ => "criterion" };
}
