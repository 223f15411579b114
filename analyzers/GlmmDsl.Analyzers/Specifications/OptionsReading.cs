using System.Collections.Immutable;
using GlmmDsl.Analyzers.Fits;
using GlmmDsl.Analyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>What the options of a fit set.</summary>
/// <param name="Settings">By name.</param>
/// <param name="IsComplete">Whether settings that are not set have their defaults.</param>
/// <param name="InsertionPoint">Where a further setting can be written.</param>
internal sealed record OptionsReading(Dictionary<string, Setting> Settings, bool IsComplete, int? InsertionPoint)
{
    private const int DeepestTrace = 8;

    /// <summary>Reads options: their creation, a <c>with</c> of others, the defaults, or a value that is one of these; null when they are not seen.</summary>
    /// <param name="options">The options.</param>
    /// <param name="singleValue">The one value that a variable holds; null when there is not exactly one.</param>
    /// <param name="depth">How many variables have been followed.</param>
    public static OptionsReading? Of(Bound options, Func<Bound, Bound?> singleValue, int depth = 0)
    {
        options = options.Stripped();
        switch (options.Operation)
        {
            case { ConstantValue: { HasValue: true, Value: null } }:
            case IDefaultValueOperation:
                return new OptionsReading(new Dictionary<string, Setting>(StringComparer.Ordinal), true, null);
            case IPropertyReferenceOperation { Property: { Name: "Default", IsStatic: true } property } when FitTypes.IsLibraryType(property.ContainingType, "FitOptions"):
                return new OptionsReading(new Dictionary<string, Setting>(StringComparer.Ordinal), true, null);
            case IObjectCreationOperation { Arguments.IsEmpty: true } creation when FitTypes.IsLibraryType(creation.Type, "FitOptions", "QuadratureFitOptions"):
                return new OptionsReading(SettingsOf(options, creation.Initializer, singleValue), true, EndOf(creation.Initializer));
            case IWithOperation with:
                OptionsReading? original = Of(options.With(with.Operand), singleValue, depth + 1);
                return With(original, SettingsOf(options, with.Initializer, singleValue), EndOf(with.Initializer));
            default:
                return depth < DeepestTrace && singleValue(options) is { } value ? Of(value, singleValue, depth + 1) : null;
        }
    }

    private static OptionsReading With(OptionsReading? original, Dictionary<string, Setting> changes, int? insertionPoint)
    {
        if (original is null)
        {
            return new OptionsReading(changes, false, insertionPoint);
        }

        foreach (KeyValuePair<string, Setting> setting in original.Settings)
        {
            if (!changes.ContainsKey(setting.Key))
            {
                changes.Add(setting.Key, setting.Value);
            }
        }

        return new OptionsReading(changes, original.IsComplete, insertionPoint);
    }

    private static Dictionary<string, Setting> SettingsOf(Bound options, IObjectOrCollectionInitializerOperation? initializer, Func<Bound, Bound?> singleValue)
    {
        var settings = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach (IOperation item in initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (item is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment)
            {
                IOperation value = ConstantOf(options.With(assignment.Value), singleValue) ?? assignment.Value;
                settings[target.Property.Name] = Setting.Of(value, assignment.Syntax);
            }
        }

        return settings;
    }

    /// <summary>The constant that a setting certainly is; null where it is none, and where it is written in place.</summary>
    private static IOperation? ConstantOf(Bound value, Func<Bound, Bound?> singleValue)
    {
        for (int depth = 0; depth < DeepestTrace && !value.Operation.ConstantValue.HasValue; depth++)
        {
            if (singleValue(value.Stripped()) is not { } next)
            {
                return null;
            }

            value = next;
        }

        return value.Operation.ConstantValue.HasValue ? value.Operation : null;
    }

    private static int? EndOf(IObjectOrCollectionInitializerOperation? initializer) => initializer?.Initializers.LastOrDefault()?.Syntax.Span.End;
}
