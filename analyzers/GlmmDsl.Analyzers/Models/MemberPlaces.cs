using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Models;

/// <summary>Finds where the members of row types are declared, for fixes that mark them.</summary>
internal static class MemberPlaces
{
    /// <summary>Where a member is declared; nothing when that is in another assembly.</summary>
    /// <param name="rowType">The row type.</param>
    /// <param name="member">The member as written in code.</param>
    public static IEnumerable<Location> Of(ITypeSymbol rowType, string member)
    {
        string name = member.TrimStart('@');
        for (ITypeSymbol? type = rowType; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(name).FirstOrDefault(m => m is IPropertySymbol or IFieldSymbol) is { } symbol)
            {
                return symbol.Locations.Where(location => location.IsInSource).Take(1);
            }
        }

        return Enumerable.Empty<Location>();
    }
}
