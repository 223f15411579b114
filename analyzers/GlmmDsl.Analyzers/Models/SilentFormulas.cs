using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GlmmDsl.Formulas;

namespace GlmmDsl.Analyzers.Models;

/// <summary>
/// Remembers formulas of which the rules on formulas have nothing to say. At a keystroke all models of a file are checked, and most of them have not changed: what those rules look at is
/// the design, which is the same object while formula and row type are the same, and the family with its link.
/// </summary>
internal static class SilentFormulas
{
    private static readonly ConditionalWeakTable<DesignPlan, ConcurrentDictionary<Distribution, bool>> Known = new();

    /// <summary>Whether the rules had nothing to say of the same formula.</summary>
    public static bool Contain(DeclaredModel model) =>
        model is { Plan: { } plan, Errors.IsEmpty: true } && Known.TryGetValue(plan, out ConcurrentDictionary<Distribution, bool>? known) && known.ContainsKey(Distribution.Of(model));

    /// <summary>Remembers a formula of which all rules were asked and said nothing.</summary>
    public static void Add(DeclaredModel model)
    {
        if (model is { Plan: { } plan, Errors.IsEmpty: true })
        {
            Known.GetValue(plan, static _ => new ConcurrentDictionary<Distribution, bool>()).TryAdd(Distribution.Of(model), true);
        }
    }

    /// <summary>What the rules on formulas look at beside the formula and its columns.</summary>
    private readonly record struct Distribution(string? Component, bool IsGeneralized, string? Family, string? Link, bool LacksDispersion)
    {
        public static Distribution Of(DeclaredModel model) =>
            new(model.Component, model.IsGeneralized, model.Specification.Family, model.Specification.Link, model.Specification.Lacks("Dispersion"));
    }
}
