import type { Language } from "./language.ts";

export const FRENCH: Language = {
  tag: "fr",
  script: "Latn",
  share: 80,
  isbn: "2",
  openers: `le 165, la 160, les 100, un 14, au 8, une 9, en 6, de la 6, du 4, mon 4, des 3, ma 2, de 3, mes 2, pour 3,
    sous les 1, à la 4, aux 2, dans le 2, sur la 2, sous le 1, comment 4, qui 2, il 1, je 2, quand 1, tout 1`,
  linkers: `de 108, du 40, des 36, et 34, de la 38, en 22, les 9, à 13, le 12, au 13, la 12, d'un 9, d'une 7, par 7,
    et des 5, et les 4, à la 6, ou 4, pour 5, aux 4, et le 3, et la 4, sur la 4, sur les 3, et de 3, dans les 3,
    qui 2, dans la 4, dans le 4, sur 4, avec 3, sur le 3, un 5, une 6, sans 2, sous 2, chez 2, entre 2, pour le 2,
    et son 1, et ses 2, que 1, vers 1`,
  beforeVowel: {
    le: "l'",
    la: "l'",
    de: "d'",
    "de la": "de l'",
    du: "de l'",
    au: "à l'",
    "à la": "à l'",
    ma: "mon",
    "sur la": "sur l'",
    "sur le": "sur l'",
    "dans la": "dans l'",
    "dans le": "dans l'",
    "sous le": "sous l'",
    "et le": "et l'",
    "et la": "et l'",
    "pour le": "pour l'",
    que: "qu'",
  },
  silentH: true,
  words: `histoire vie France droit littérature étude Paris siècle guerre roman monde études art introduction mémoires
    Dieu homme théâtre essai société recherches politique pratique œuvres temps voyage amour théorie femme française
    français science mort guide contes philosophie enfants travail analyse lettres Jean poésie Louis manuel traité
    développement histoires économie culture nouvelle jour nuit musique mer terre pays ville grand petit grande petite
    Afrique Europe enfant souvenirs aventures livre langue système moderne nature sciences économique sociale morale
    psychologie religion saint Saint église révolution Napoléon méthode cours principes problèmes enseignement santé
    médecine journal correspondance poèmes nouvelles femmes hommes jeunes maison jardin rêve secret silence soleil
    ombre château rivière montagne forêt oiseau chien cheval fille fils mère père roi reine prince princesse dame
    cuisine peinture architecture dictionnaire grammaire éléments notions formation gestion entreprise marché état
    peuple liberté justice pouvoir esprit âme cœur corps mémoire identité famille bonheur tragédie comédie fables
    Belgique Suisse Québec Canada Algérie Bretagne Provence Lyon Marseille Rome Italie Espagne Allemagne Angleterre`,
  brevity: 0.9,
  volume: "tome #",
  names: {
    given: `Jean Pierre Michel Marie André Jacques Philippe François Claude Louis Paul Alain Henri Bernard Charles
      Georges Christian Daniel Gérard Robert Marcel René Roger Françoise Anne Catherine Nicolas Patrick Maurice Yves
      Alexandre Victor Émile Guy Christine Laurent Olivier Dominique Isabelle Sylvie Nathalie Denis Frédéric Éric
      Monique Jeanne Gustave Joseph Antoine Raymond Hélène Guillaume Vincent Thierry Bruno Pascal Martine Brigitte
      Jules Gabriel Albert Étienne Véronique Sophie Florence Élisabeth Gilles Serge Simone Camille Edmond Julien`,
    surnames: `Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel
      Garcia David Bertrand Roux Vincent Fournier Morel Girard André Lefèvre Mercier Dupont Lambert Bonnet François
      Martinez Legrand Garnier Faure Rousseau Blanc Guérin Muller Henry Roussel Nicolas Perrin Morin Mathieu Clément
      Gauthier Dumont Lopez Fontaine Chevalier Robin Masson Sanchez Gérard Nguyen Boyer Denis Lemaire Duval Joly
      Gautier Roger Roche Roy Noël Meyer Lucas Meunier Jean Perez Marchand Dufour Blanchard Marie Barbier Brun Dumas
      Brunet Schmitt Leroux Colin Fernandez Arnaud Rolland Caron Aubert Giraud Leclerc Vidal Bourgeois Renaud Lemoine
      Picard Gaillard Philippe Leclercq Lacroix Fabre Dupuis Olivier Rodriguez Deschamps Tremblay Gagnon Bouchard
      Beaumont Chateauneuf Villeneuve Montaigne Delacroix Sainte-Marie Charpentier Boulanger Carpentier`,
    particles: "de 22, du 6, de la 4",
  },
  bodies: [
    "Université de *",
    "Institut *",
    "Société *",
    "Ministère de *",
    "Musée *",
    "Ville de *",
    "Association *",
  ],
};
